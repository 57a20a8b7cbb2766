package io.cacheaside.store.redis.connection;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One command and, in the same object, the future of its result: a lookup costs no further stage,
 * and no argument list.
 *
 * <p>Whatever goes wrong becomes a {@link io.cacheaside.spi.StoreException}. A cancelled call still
 * takes its place in the order of replies, which the client keeps; nothing else holds it.
 *
 * @param <R> what Redis replies
 * @param <T> what the caller gets
 */
public abstract class Call<R, T> extends CompletableFuture<T>
    implements RedisCommand<byte[], byte[], R>, ChannelFutureListener {
  /** A redirection may lead to a node that redirects again, while a slot moves. */
  public static final int MAX_REDIRECTIONS = 2;

  private static final CommandArgs<byte[], byte[]> NO_ARGS =
      new CommandArgs<>(ByteArrayCodec.INSTANCE);

  private final CommandType type;
  private CommandOutput<byte[], byte[], R> output;
  private @Nullable Connection connection;

  /** The neighbour in a {@link WriteQueue}; null if there is none, or this is in no queue. */
  private @Nullable Call<?, ?> neighbour;

  private int place;

  // Written and read by the connection's thread only.
  private int number;
  private int ahead;
  private long writtenNanos;

  /**
   * Creates a call that was not sent.
   *
   * @param output reads the reply
   */
  public Call(CommandType type, CommandOutput<byte[], byte[], R> output) {
    this.type = type;
    this.output = output;
  }

  /**
   * Turns the reply, which was no error, into the result. What it throws ends the connection: the
   * reply is that to another call.
   */
  protected abstract T result(R reply);

  /** Returns what an error message calls this command. */
  public String name() {
    return type.name();
  }

  /**
   * Returns how many bytes of keys, arguments and records this keeps until it is written, about; 0
   * for so few that the number of calls bounds them.
   */
  protected long bytes() {
    return 0;
  }

  /**
   * Returns whether this hands out records, which a server that took over from another does not do
   * before it has the invalidations that it missed.
   */
  public boolean readsRecords() {
    return false;
  }

  /** Called when the reply is an error. */
  public void refused(String error) {
    Connection used = connection;
    if (used == null || !used.answered(this, error)) {
      completeExceptionally(Failures.refused(server(), name(), error));
    }
  }

  /**
   * Makes this ready to be sent once more, to the server that a redirection names; returns false if
   * that must not be: the command is none that may run twice, or was redirected too often.
   */
  public boolean redirect() {
    return false;
  }

  /**
   * Fails with TIMEOUT as soon as it is clear that this JVM is not the one to blame.
   *
   * @return for how many nanoseconds more to wait for that at most
   */
  public final long overdue(long limitNanos) {
    Connection used = connection;
    if (used == null) {
      completeExceptionally(Failures.noConnection(this)); // nothing will ever answer it
      return 0;
    }
    return used.judge(this, this, limitNanos);
  }

  /** Takes the place behind another call in a queue, or the first; returns its number from 1. */
  final int queueBehind(@Nullable Call<?, ?> before) {
    neighbour = before;
    place = before == null ? 1 : before.place + 1;
    return place;
  }

  final int place() {
    return place;
  }

  /** Points to a younger neighbour instead of the older one, which is returned. */
  final @Nullable Call<?, ?> turn(@Nullable Call<?, ?> younger) {
    Call<?, ?> older = neighbour;
    neighbour = younger;
    return older;
  }

  /** Forgets the neighbour, which is returned. */
  final @Nullable Call<?, ?> leaveQueue() {
    return turn(null);
  }

  /**
   * Notes that this is about to be written.
   *
   * @param place its number among the calls of the connection, from 1
   * @param unanswered how many of the calls before it have no reply yet
   */
  final void written(int place, int unanswered, long nanos) {
    number = place;
    ahead = unanswered;
    writtenNanos = nanos;
  }

  /** Returns the number among the calls that were written, or 0 before that. */
  final int number() {
    return number;
  }

  /** Returns how many calls had no reply yet when this was written. */
  final int ahead() {
    return ahead;
  }

  final long writtenNanos() {
    return writtenNanos;
  }

  /** Called when the command was written, or could not be. */
  @Override
  public final void operationComplete(ChannelFuture write) {
    Throwable failure = write.cause();
    if (failure != null) {
      completeExceptionally(failure);
    }
  }

  /** Notes the connection before the command is handed to it. */
  final void sentOn(Connection connection) {
    this.connection = connection;
  }

  /** Returns the connection that it was sent on last, or null if it was not sent yet. */
  public final @Nullable Connection connection() {
    return connection;
  }

  final String server() {
    return connection == null ? "Redis" : connection.place();
  }

  /** Called by the client when the reply was read. */
  @Override
  public final void complete() {
    Connection used = connection;
    if (used != null) {
      used.answered(this);
    }
    if (used != null && used.isEnded()) {
      super.completeExceptionally(Failures.lost(server(), name())); // it may be another call's
      return;
    }
    String error = output.getError();
    if (error != null) {
      refused(error);
      return;
    }
    try {
      complete(result(output.get()));
    } catch (Throwable e) {
      if (used != null) {
        used.outOfStep(name(), e);
      }
      super.completeExceptionally(Failures.unexpected(server(), name(), e));
    }
  }

  /** Also when this is done already: what went wrong may have put other calls out of step. */
  @Override
  public final boolean completeExceptionally(Throwable failure) {
    Connection used = connection;
    if (used != null) {
      used.noticed(name(), failure);
    }
    return super.completeExceptionally(Failures.translate(server(), name(), failure));
  }

  /** Called by the client when it drops the command; a caller cancels with a boolean. */
  @Override
  public final void cancel() {
    completeExceptionally(Failures.lost(server(), name()));
  }

  @Override
  public final CommandOutput<byte[], byte[], R> getOutput() {
    return output;
  }

  @Override
  public final void setOutput(CommandOutput<byte[], byte[], R> output) {
    this.output = output;
  }

  @Override
  public final ProtocolKeyword getType() {
    return type;
  }

  /** Returns none: {@link #encode} writes them itself. */
  @Override
  public final CommandArgs<byte[], byte[]> getArgs() {
    return NO_ARGS;
  }

  /** Returns the name only: keys and values do not belong into a log. */
  @Override
  public final String toString() {
    return name() + (isDone() ? " [done]" : " [under way]");
  }
}
