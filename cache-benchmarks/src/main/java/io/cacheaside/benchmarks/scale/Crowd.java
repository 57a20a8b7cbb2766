package io.cacheaside.benchmarks.scale;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Many connections to Redis, driven by one thread: what a thousand JVMs look like from there. Not
 * threadsafe.
 */
final class Crowd implements AutoCloseable {
  private static final int BUFFER = 16 * 1024;
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private final Selector selector = Selector.open();
  private final List<Member> members = new ArrayList<>();
  private long awaited;
  private long pushes;

  /** Opens so many connections. */
  Crowd(String host, int port, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      SocketChannel channel = SocketChannel.open(new InetSocketAddress(host, port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      Member member = new Member(channel);
      channel.register(selector, SelectionKey.OP_READ, member);
      members.add(member);
    }
  }

  /** One connection, and what was received and is not a whole reply yet. */
  private static final class Member {
    final SocketChannel channel;
    final byte[] bytes = new byte[BUFFER];
    final ByteBuffer received = ByteBuffer.wrap(bytes);
    long replies;

    Member(SocketChannel channel) {
      this.channel = channel;
    }

    void send(ByteBuffer command) throws IOException {
      ByteBuffer bytes = command.duplicate();
      while (bytes.hasRemaining()) {
        channel.write(bytes); // a command is far smaller than the socket's buffer
      }
    }
  }

  /** Returns a command as it is sent. */
  static ByteBuffer command(String... words) {
    byte[][] bytes = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      bytes[i] = words[i].getBytes(StandardCharsets.UTF_8);
    }
    return command(bytes);
  }

  /** Returns a command as it is sent. */
  static ByteBuffer command(byte[]... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
    for (byte[] word : words) {
      out.writeBytes(("$" + word.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.writeBytes(word);
      out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    return ByteBuffer.wrap(out.toByteArray());
  }

  int size() {
    return members.size();
  }

  long pushes() {
    return pushes;
  }

  void send(int member, ByteBuffer command) throws IOException {
    members.get(member).send(command);
    awaited++;
  }

  /** Sends the command on all connections and waits for all replies. */
  void callAll(ByteBuffer command) throws IOException {
    for (int i = 0; i < members.size(); i++) {
      send(i, command);
    }
    awaitReplies();
  }

  /** Sends so many commands at once on all connections and waits for all replies. */
  void callAll(ByteBuffer commands, int count) throws IOException {
    for (Member member : members) {
      member.send(commands);
      awaited += count;
    }
    awaitReplies();
  }

  /**
   * Waits until everything was answered.
   *
   * @throws IllegalStateException if that takes 20 s
   */
  void awaitReplies() throws IOException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (awaited > 0) {
      turn(100, null);
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(awaited + " commands were not answered within 20 s");
      }
    }
  }

  /** Waits until so many pushes have come since the crowd was made. */
  void awaitPushes(long count) throws IOException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (pushes < count) {
      turn(100, null);
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            (count - pushes) + " of " + count + " pushes did not come within 20 s");
      }
    }
  }

  /** Reads what comes for that long. */
  void listen(long nanos) throws IOException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      turn(Math.max(1, left / 1_000_000), null);
    }
  }

  /**
   * Lets each connection send the commands in turn, the next one when the last was answered.
   *
   * @return how many commands were answered
   */
  long repeat(ByteBuffer[] commands, long millis) throws IOException {
    long before = answered();
    for (int i = 0; i < members.size(); i++) {
      send(i, commands[(int) (members.get(i).replies % commands.length)]);
    }
    long end = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() - end < 0) {
      turn(10, commands);
    }
    long count = answered() - before;
    awaitReplies();
    return count;
  }

  private long answered() {
    long sum = 0;
    for (Member member : members) {
      sum += member.replies;
    }
    return sum;
  }

  /** Reads once, and answers each reply with the next command if there are any. */
  private void turn(long millis, ByteBuffer @Nullable [] commands) throws IOException {
    selector.select(
        key -> {
          try {
            read((Member) key.attachment(), commands);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        millis);
  }

  private void read(Member member, ByteBuffer @Nullable [] commands) throws IOException {
    ByteBuffer received = member.received;
    if (member.channel.read(received) < 0) {
      throw new IOException("Redis has closed a connection");
    }
    int from = 0;
    int replies = 0;
    while (from < received.position()) {
      int end = Replies.end(member.bytes, from, received.position());
      if (end < 0) {
        break;
      }
      if (Replies.isPush(member.bytes, from)) {
        pushes++;
      } else {
        replies++;
      }
      from = end;
    }
    received.flip().position(from);
    received.compact();
    for (int i = 0; i < replies; i++) {
      awaited--;
      member.replies++;
      if (commands != null) {
        member.send(commands[(int) (member.replies % commands.length)]);
        awaited++;
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (Member member : members) {
      member.channel.close();
    }
    selector.close();
  }
}
