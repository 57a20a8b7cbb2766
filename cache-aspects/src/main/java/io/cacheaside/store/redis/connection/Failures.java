package io.cacheaside.store.redis.connection;

import io.cacheaside.spi.StoreException;
import io.cacheaside.spi.StoreException.Reason;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisLoadingException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslClosedEngineException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what Redis and its client report into store exceptions. */
public final class Failures {
  private static final String TOO_LONG = "TOOLONG ";
  private static final int MAX_DEPTH = 20;

  /** What the client finds where the server has closed a connection before it looks at it. */
  private static final String ALREADY_CLOSED = "RedisHandshakeHandler not registered";

  private static final Pattern USER = Pattern.compile("User '?\\S+'? has(?= no permissions)");

  private Failures() {}

  /** Returns the error that a call gets in place of a string that is not read. */
  static String tooLong(long length, int bound) {
    return TOO_LONG
        + length
        + " bytes, which are not read: no entry has more than "
        + bound
        + ", with the max-value-bytes set here";
  }

  /** Returns the failure of a command that was answered with an error. */
  static StoreException refused(String place, String command, String error) {
    if (error.startsWith(TOO_LONG)) {
      return new StoreException(
          Reason.FOREIGN,
          place
              + " answered "
              + command
              + " with "
              + error.substring(TOO_LONG.length())
              + ". Another application uses this key, choose another name for yours; or set"
              + " max-value-bytes to the same everywhere",
          null);
    }
    // contains: Redis 6.2 wraps what a script stumbled over in a text of its own
    Reason reason = error.contains("WRONGTYPE") ? Reason.FOREIGN : Reason.REFUSED;
    return new StoreException(
        reason, place + " refused " + command + ": " + withoutUser(error) + advice(error), null);
  }

  /** Redis 7 names the user who lacks a right; no message of ours does. */
  private static String withoutUser(String error) {
    return USER.matcher(error).replaceFirst("this user has");
  }

  /** Returns the failure of a command that a node of a cluster will not run for us. */
  public static StoreException notStandalone(String place, String command, String error) {
    return new StoreException(
        Reason.REFUSED,
        place
            + " refused "
            + command
            + ": "
            + error
            + "; it is a node of a cluster: write redis-cluster:// or rediss-cluster:// in the"
            + " Redis URI",
        null);
  }

  private static String advice(String error) {
    if (error.contains("OOM command not allowed")) {
      return "; raise maxmemory or let it evict (maxmemory-policy allkeys-lru)";
    }
    if (error.contains("READONLY")) {
      return "; it is a replica: name the primary in the Redis URI, or the Sentinels that know it";
    }
    if (error.contains("NOPERM") || error.contains("no permissions")) {
      return "; extend the ACL of the user";
    }
    if (error.contains("cluster support disabled")) {
      return "; it is no node of a cluster: write redis:// or rediss:// in the Redis URI";
    }
    if (error.contains("unknown command") && error.contains("SENTINEL")) {
      return "; it is no Sentinel: name the port of one, or write redis:// in the Redis URI";
    }
    if (error.contains("WRONGTYPE")) {
      return "; another application uses this key, choose another name for yours";
    }
    return "";
  }

  /** Returns the failure of a command whose reply is none to it. */
  static StoreException unexpected(String place, String command, Throwable cause) {
    return new StoreException(
        Reason.UNAVAILABLE,
        place
            + " answered "
            + command
            + " with what no Redis says, so the connection is ended: "
            + cause,
        cause);
  }

  /**
   * Returns whether a failure of one call says nothing about the replies to others: it is our own,
   * or the client refused to write the command.
   */
  static boolean leavesInStep(Throwable failure) {
    return failure instanceof StoreException
        || failure instanceof CancellationException
        || failure instanceof TimeoutException
        || failure instanceof RedisException;
  }

  /** Returns whether somebody refuses us, so that to try again at once is of no use. */
  static boolean isRefusal(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof StoreException store && store.reason() == Reason.REFUSED;
  }

  /** Returns the failure of a command whose connection ended before its reply. */
  public static StoreException lost(String place, String command) {
    return new StoreException(
        Reason.UNAVAILABLE, place + ": connection lost before the reply to " + command, null);
  }

  static StoreException timeout(String place, String command, long millis) {
    return new StoreException(
        Reason.TIMEOUT, place + " did not answer " + command + " in " + millis + " ms", null);
  }

  static StoreException ownFault(String place, long limitNanos) {
    return new StoreException(
        Reason.OVERLOADED,
        place
            + ": no answer was read in "
            + TimeUnit.NANOSECONDS.toMillis(limitNanos + Verdict.PATIENCE_NANOS)
            + " ms, in which this JVM had not enough time to run",
        null);
  }

  static StoreException unlimited(Call<?, ?> call, Throwable cause) {
    return new StoreException(
        Reason.OVERLOADED,
        call.server() + ": " + call.name() + " is given up, no time limit could be set: " + cause,
        null);
  }

  static StoreException noConnection(Call<?, ?> call) {
    return notSent(call, "there was no connection to send it on");
  }

  static StoreException tooManyCalls(Call<?, ?> call, int limit) {
    return notSent(call, limit + " commands are under way; let fewer callers ask at once");
  }

  static StoreException tooManyBytes(Call<?, ?> call, long limit) {
    return notSent(
        call, "with it more than " + limit + " bytes would wait to be written; write less at once");
  }

  static StoreException notWoken(Call<?, ?> call, Throwable cause) {
    return notSent(call, "the connection's thread could not be woken: " + cause);
  }

  private static StoreException notSent(Call<?, ?> call, String why) {
    return new StoreException(
        Reason.OVERLOADED, call.server() + ": " + call.name() + " was not sent: " + why, null);
  }

  static Throwable translate(String place, String command, Throwable failure) {
    if (failure instanceof StoreException || failure instanceof CancellationException) {
      return failure;
    }
    if (failure instanceof TimeoutException || failure instanceof RedisCommandTimeoutException) {
      return new StoreException(
          Reason.TIMEOUT, place + " did not answer " + command + " in time", failure);
    }
    return new StoreException(
        Reason.UNAVAILABLE, place + ": " + command + " failed: " + rootMessage(failure), failure);
  }

  /** Returns what the innermost cause says; the client wraps it in "Unable to connect". */
  public static String rootMessage(Throwable failure) {
    Error error = error(failure);
    if (error != null) {
      return error instanceof LinkageError unfit
          ? LibraryVersions.present().explain(unfit)
          : error.toString();
    }
    Throwable root = root(failure);
    String message = root.getMessage();
    if (unknownHost(failure)) {
      return "its host name cannot be resolved ("
          + message
          + "); correct the host in the Redis URI, or the DNS";
    }
    return message == null ? root.toString() : message;
  }

  private static boolean unknownHost(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; depth < MAX_DEPTH && cause != null; depth++) {
      if (cause instanceof UnknownHostException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  static boolean isAboutCredentials(String error) {
    return error.contains("WRONGPASS") || error.contains("NOAUTH");
  }

  /** Returns what to do about an error with which the server answers a new connection. */
  static String adviceOnHandshake(String error) {
    if (isAboutCredentials(error)) {
      return "; check user and password in the Redis URI";
    }
    return error.contains("DB index") ? "; correct the database in the Redis URI" : "";
  }

  /** Returns whether the server refused with an error what a connection begins with. */
  static boolean isErrorReply(Throwable failure) {
    Throwable root = root(failure);
    return root instanceof RedisCommandExecutionException
        && !(root instanceof RedisLoadingException); // it is about to be there
  }

  /** Returns whether an attempt to connect failed because of what the server answered. */
  public static boolean isWrongAnswer(Throwable failure) {
    Throwable root = root(failure);
    return root instanceof WrongAnswer || isStumbling(root);
  }

  /**
   * Returns the failure, or one that says more: in place of what the client stumbled over, or where
   * one side probably speaks TLS and the other does not.
   *
   * @param tls whether the client speaks TLS
   */
  static Throwable ofHandshake(Throwable failure, boolean tls) {
    Throwable root = root(failure);
    if (String.valueOf(root.getMessage()).contains(ALREADY_CLOSED)) {
      return new IOException("Connection closed prematurely");
    }
    if (isStumbling(root)) {
      return new WrongAnswer(root);
    }
    String advice = tls ? withoutTls(root) : withTls(root);
    return advice == null ? failure : new IOException(advice);
  }

  /** A Redis without TLS says nothing to a TLS handshake: it waits for the end of a command. */
  private static @Nullable String withoutTls(Throwable root) {
    if (root instanceof NotSslRecordException) {
      return "it answers without TLS; write redis in place of rediss in the Redis URI, or name"
          + " its port for TLS";
    }
    return root instanceof SslClosedEngineException
            || root instanceof SslHandshakeTimeoutException
            || root instanceof RedisCommandTimeoutException
        ? "it did not answer in time, as a Redis without TLS never does to one that speaks TLS; if"
            + " it is one, write redis in place of rediss in the Redis URI, or name its port"
            + " for TLS"
        : null;
  }

  private static @Nullable String withTls(Throwable root) {
    String message = root.getMessage();
    return root instanceof IOException && message != null && message.contains("Connection reset")
        ? message
            + " at the first command, as by a port for TLS; if it is one, write rediss in place of"
            + " redis in the Redis URI"
        : null;
  }

  /** The client looks at no reply before it uses it. */
  private static boolean isStumbling(Throwable root) {
    return root instanceof NullPointerException
        || root instanceof ClassCastException
        || root instanceof IndexOutOfBoundsException
        || root instanceof NumberFormatException
        || root instanceof IllegalStateException
        || root instanceof UnsupportedOperationException;
  }

  /** Returns the innermost cause. */
  static Throwable root(Throwable failure) {
    Throwable root = failure;
    for (int depth = 0; depth < MAX_DEPTH && root.getCause() != null; depth++) {
      root = root.getCause();
    }
    return root;
  }

  /** Returns the outermost error among the causes, or null if they are exceptions all. */
  public static @Nullable Error error(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; depth < MAX_DEPTH && cause != null; depth++) {
      if (cause instanceof Error error) {
        return error;
      }
      cause = cause.getCause();
    }
    return null;
  }
}
