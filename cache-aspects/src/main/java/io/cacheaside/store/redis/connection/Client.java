package io.cacheaside.store.redis.connection;

import io.cacheaside.background.BackgroundTask;
import io.cacheaside.background.NeutralThread;
import io.cacheaside.background.PeriodicTask;
import io.cacheaside.background.RootThreads;
import io.cacheaside.background.Watchdog;
import io.cacheaside.store.redis.address.RedisAddress;
import io.cacheaside.store.redis.options.RedisStoreOptions;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.CommandHandler;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.EpollProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.util.Timeout;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.internal.PlatformDependent;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The Redis client library with its threads and our options; makes single connections. */
public final class Client {
  private static final Logger LOG = StoreLogger.LOG;

  static {
    NeutralThread.initialize(PlatformDependent.class); // each keeps an exception
    NeutralThread.initialize(GlobalEventExecutor.class);
    NeutralThread.initialize(ImmediateEventExecutor.class);
  }

  /** For how long the first words with a server may take, once this JVM is warm. */
  public static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(2);

  /** Several JVMs that start at once on one processor need seconds to load their classes. */
  static final Duration FIRST_HANDSHAKE_TIMEOUT = Duration.ofMillis(EarlyCalls.COLD_MILLIS);

  private static final int IO_THREADS = 2; // one for each connection to a single server
  private static final int CLUSTER_IO_THREADS = 4;
  private static final int CLOSE_SECONDS = 2;

  private final RedisStoreOptions options;
  private final ClientResources resources;
  private final RedisClient client;
  private final ClientOptions clientOptions;
  private final ConnectionLog log;
  private volatile boolean young = true;

  /** Why a channel was closed before it was connected: Netty does not pass that on. */
  private volatile @Nullable Throwable unprepared;

  private final Watchdog watchdog = new Watchdog();
  private final PeriodicTask watching;

  /** Creates a client with threads of its own, which connects to nothing; it has to be closed. */
  public Client(RedisStoreOptions options) {
    this.options = options;
    this.log = new ConnectionLog(System::nanoTime, options.quietStart());
    this.resources =
        ClientResources.builder()
            .ioThreadPoolSize(options.isCluster() ? CLUSTER_IO_THREADS : IO_THREADS)
            .computationThreadPoolSize(2)
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .nettyCustomizer(new Channels())
            .threadFactoryProvider(
                name ->
                    new DefaultThreadFactory(name, true, Thread.NORM_PRIORITY, RootThreads.group()))
            .build();
    try {
      this.client = RedisClient.create(resources);
      this.clientOptions = clientOptions(options);
      client.setOptions(clientOptions);
    } catch (Throwable e) {
      var unused = resources.shutdown(0, 0, TimeUnit.SECONDS);
      throw e;
    }
    this.watching =
        new PeriodicTask(
            "the watchdog of the connections",
            () -> {
              watchdog.run();
              return true;
            },
            this::schedule,
            Watchdog.PERIOD_MILLIS,
            System::nanoTime);
    watching.start(Watchdog.PERIOD_MILLIS);
  }

  /** What is done to each new connection. */
  private final class Channels implements NettyCustomizer {
    @Override
    public void afterChannelInitialized(Channel channel) {
      try {
        StrictCommandHandler.install(channel, clientOptions, resources, log);
        String reader = channel.pipeline().context(CommandHandler.class).name();
        channel.pipeline().addBefore(reader, null, new ReplyBounds(options.maxValueBytes(), log));
        Introduction.await(channel);
        LastHandler.install(channel, log);
        if (young) {
          Silence.watch(channel, () -> young);
        }
      } catch (Throwable e) {
        unprepared = e;
        throw e;
      }
    }
  }

  /**
   * autoReconnect is off: the client would keep commands for the next connection, with a replay
   * filter even without ever completing them. Our own connections are made anew instead, and may
   * then treat a wrong password differently from a server that is away. Command timeouts of the
   * client are off: a timer for each lookup costs a third more garbage, and lookups are bounded by
   * their callers.
   */
  private static ClientOptions clientOptions(RedisStoreOptions options) {
    ClientOptions.Builder builder =
        ClientOptions.builder()
            .autoReconnect(false)
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(Integer.MAX_VALUE) // WriteQueue bounds what we send
            .pingBeforeActivateConnection(true)
            .protocolVersion(ProtocolVersion.RESP3)
            .timeoutOptions(TimeoutOptions.create())
            .socketOptions(socketOptions(options));
    NewerOptions.set(builder);
    Path caCertificate = options.caCertificate();
    if (caCertificate != null) {
      builder.sslOptions(
          SslOptions.builder().jdkSslProvider().trustManager(caCertificate.toFile()).build());
    }
    return builder.build();
  }

  private static SocketOptions socketOptions(RedisStoreOptions options) {
    SocketOptions.Builder builder =
        SocketOptions.builder()
            .connectTimeout(options.connectTimeout())
            .tcpNoDelay(true)
            .keepAlive(
                KeepAliveOptions.builder()
                    .enable()
                    .idle(Duration.ofSeconds(2))
                    .interval(Duration.ofSeconds(1))
                    .count(2)
                    .build());
    if (EpollProvider.isAvailable()) {
      builder.tcpUserTimeout(
          TcpUserTimeoutOptions.builder()
              .enable()
              .tcpUserTimeout(options.tcpUserTimeout())
              .build());
    }
    return builder.build();
  }

  /** Connects once, in the background; {@link Connection#open} has to follow. */
  CompletionStage<Connection> connect(
      RedisAddress address, String clientName, Connection.Owner owner) {
    CompletableFuture<Connection> made = new CompletableFuture<>();
    try {
      client
          .connectAsync(ByteArrayCodec.INSTANCE, address.toLettuce(clientName, handshakeTimeout()))
          .thenCompose(lettuce -> introduced(lettuce, address, owner))
          .whenComplete(
              (connection, failure) -> {
                if (failure == null) {
                  made.complete(connection);
                } else {
                  made.completeExceptionally(cause(failure, address));
                }
              });
    } catch (Throwable e) {
      made.completeExceptionally(e);
    }
    return made;
  }

  private Throwable cause(Throwable failure, RedisAddress address) {
    Throwable cause = unprepared;
    if (cause == null || !(Failures.root(failure) instanceof ClosedChannelException)) {
      return Failures.ofHandshake(failure, address.tls());
    }
    unprepared = null;
    return cause;
  }

  /** Says that a connection is in use: this JVM has done all that before. */
  void grownUp() {
    young = false;
  }

  private Duration handshakeTimeout() {
    return young ? FIRST_HANDSHAKE_TIMEOUT : HANDSHAKE_TIMEOUT;
  }

  private CompletionStage<Connection> introduced(
      StatefulRedisConnection<byte[], byte[]> lettuce,
      RedisAddress address,
      Connection.Owner owner) {
    Introduction introduction;
    try {
      introduction = new Introduction();
      limit(introduction, handshakeTimeout());
      lettuce.dispatch(introduction);
    } catch (Throwable e) {
      var unused = lettuce.closeAsync();
      throw e;
    }
    return introduction
        .thenApply(
            channel ->
                new Connection(
                    lettuce,
                    new WriteQueue(
                        channel, options.requestQueueSize(), options.requestQueueBytes()),
                    address,
                    task -> schedule(task, 0),
                    log,
                    owner))
        .whenComplete(
            (connection, failure) -> {
              if (failure != null) {
                var unused = lettuce.closeAsync();
              }
            });
  }

  /** Returns how long a command may take, as the options say. */
  public Duration commandTimeout() {
    return options.commandTimeout();
  }

  /** Connects once, in the background, to listen to messages. */
  public CompletionStage<StatefulRedisPubSubConnection<String, String>> connectToListen(
      RedisAddress address, String clientName) {
    try {
      return client.connectPubSubAsync(
          StringCodec.UTF8, address.toLettuce(clientName, HANDSHAKE_TIMEOUT));
    } catch (Throwable e) {
      return CompletableFuture.failedStage(e);
    }
  }

  /**
   * Returns an executor with one thread, on which tasks run in the order in which they were given.
   */
  public Executor sequence() {
    return resources.eventExecutorGroup().next();
  }

  /** Returns the pauses of one reconnecting connection. */
  public Pauses pauses() {
    return new Pauses(
        options.reconnectDelayMin().toMillis(),
        options.reconnectDelayMax().toMillis(),
        below -> ThreadLocalRandom.current().nextLong(below),
        System::nanoTime);
  }

  /** Returns what logs for all connections of this client. */
  public ConnectionLog log() {
    return log;
  }

  /** Runs the task on a background thread, unless the client is closed. */
  public void runAfter(long millis, Runnable task) {
    try {
      schedule(task, millis);
    } catch (RejectedExecutionException e) {
      LOG.debug("Closed meanwhile: there is nothing to do it for", e);
    }
  }

  private void schedule(Runnable task, long millis) {
    EventLoops.schedule(resources.eventExecutorGroup(), task, millis);
  }

  /**
   * Makes work for background threads that comes again, whatever it or its scheduling throws.
   *
   * @param name what the log calls the work
   */
  public BackgroundTask task(String name, Runnable body) {
    return watchdog.watch(
        new BackgroundTask(
            name, body, this::schedule, options.reconnectDelayMax().toMillis(), System::nanoTime));
  }

  /** Ends that work. */
  public void forget(BackgroundTask task) {
    watchdog.forget(task);
  }

  /**
   * Runs the work on a background thread, again and again until it returns false, whatever it or
   * its scheduling throws.
   *
   * @param name what the log calls the work
   */
  public void runEach(String name, long firstMillis, long periodMillis, BooleanSupplier work) {
    watchdog
        .watch(new PeriodicTask(name, work, this::schedule, periodMillis, System::nanoTime))
        .start(firstMillis);
  }

  /** Judges the call if it is not done after the command timeout. */
  public void limit(Call<?, ?> call) {
    limit(call, options.commandTimeout());
  }

  /** Judges the call if it is not done after so long. Returns at once. */
  public void limit(Call<?, ?> call, Duration limit) {
    if (call.isDone()) {
      return;
    }
    // it looks after the others; who looks after it is whoever asks for something
    watching.revive();
    long millis = limit.toMillis();
    try {
      Timeout timeout =
          resources
              .timer()
              .newTimeout(ignored -> call.overdue(limit.toNanos()), millis, TimeUnit.MILLISECONDS);
      var unused = call.whenComplete((result, failure) -> timeout.cancel());
    } catch (Throwable e) {
      call.completeExceptionally(Failures.unlimited(call, e)); // nobody might ever end it
    }
  }

  /**
   * Ends all threads, waiting a few seconds at most. Never throws. Netty makes a thread for it that
   * stays for a second and is no daemon, in the group of the thread that asks.
   */
  public void close(Future<?> connectionsClosed) {
    Thread closer = RootThreads.daemon("cacheaside-close", () -> end(connectionsClosed));
    try {
      closer.start();
    } catch (OutOfMemoryError e) {
      LOG.debug("No thread can be had to close with", e);
      end(connectionsClosed);
    }
    try {
      closer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(Future<?> connectionsClosed) {
    await(connectionsClosed); // else the client closes them once more, and warns of it
    await(client.shutdownAsync(0, CLOSE_SECONDS, TimeUnit.SECONDS));
    await(resources.shutdown(0, CLOSE_SECONDS, TimeUnit.SECONDS));
  }

  private static void await(Future<?> end) {
    try {
      end.get(CLOSE_SECONDS + 1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      LOG.debug("The Redis client did not shut down cleanly", e);
    }
  }
}
