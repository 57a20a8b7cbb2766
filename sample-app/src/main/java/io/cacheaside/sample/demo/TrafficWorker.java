package io.cacheaside.sample.demo;

import io.cacheaside.sample.ProductDatabase;
import io.cacheaside.testing.ChildJvm;
import io.cacheaside.testing.ParentJvm;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToIntFunction;

/**
 * The application's JVM in the traffic: it holds one catalogue and the threads that call it, and
 * nothing else, so that its processor time is that of the application.
 *
 * <p>It reads lines on its standard input: those of {@link Worker} that say whom to connect to,
 * then the lines of {@link #order}. It warms up with keys of its own, connects anew and answers
 * {@code ok}. At the next line it plays: {@code so-far REQUESTS STALE ERRORS} every few seconds,
 * and {@code ok} with the words of {@link TrafficFigures} at the end.
 */
final class TrafficWorker {
  static final String SO_FAR = "so-far";

  private static final int WARM_UPS = 2;

  private final Contender.Kind kind;
  private final ProductDatabase database;
  private final LongToIntFunction requests;
  private final int products;
  private final TrafficPlan plan;

  private TrafficWorker(
      Contender.Kind kind, ProductDatabase database, int products, TrafficPlan plan) {
    this.kind = kind;
    this.database = database;
    this.requests = plan.source().open(products);
    this.products = products;
    this.plan = plan;
  }

  /** Starts one, with a JVM's usual compilers and collector; it answers when it is warm. */
  static ChildJvm start(Contender.Kind kind, Endpoints endpoints, int products, TrafficPlan plan) {
    List<String> lines = new ArrayList<>(Worker.lines(kind, endpoints));
    lines.addAll(order(products, plan));
    return Worker.start(TrafficWorker.class, List.of("-Xmx512m"), lines);
  }

  /** Returns the lines that tell a worker what to play. */
  private static List<String> order(int products, TrafficPlan plan) {
    return List.of(
        Integer.toString(products),
        plan.source().name(),
        Integer.toString(plan.threads()),
        Long.toString(plan.first()),
        Long.toString(plan.requests()),
        Long.toString(plan.time().toMillis()),
        Long.toString(plan.warmUp().toMillis()));
  }

  /** Runs the worker. */
  public static void main(String[] args) throws IOException, InterruptedException {
    ParentJvm demo = new ParentJvm();
    Contender.Kind kind = Contender.Kind.valueOf(demo.next());
    Endpoints endpoints = new Endpoints(demo.next(), demo.next(), demo.next());
    int products = Integer.parseInt(demo.next());
    TrafficPlan plan =
        new TrafficPlan(
            RequestSource.named(demo.next()),
            Integer.parseInt(demo.next()),
            Long.parseLong(demo.next()),
            Long.parseLong(demo.next()),
            Duration.ofMillis(Long.parseLong(demo.next())),
            Duration.ofMillis(Long.parseLong(demo.next())));
    try (ProductDatabase database = new ProductDatabase(endpoints.jdbcUrl())) {
      TrafficWorker worker = new TrafficWorker(kind, database, products, plan);
      worker.warmUp(endpoints);
      try (Contender contender = Contender.connect(kind, endpoints, database)) {
        demo.serve(play -> worker.play(contender, demo).toWords());
      }
    }
  }

  /**
   * Lets the JVM compile. What it caches is not found by the traffic that counts. That has
   * connections and an engine of its own, where what was compiled for the first ones has to be
   * compiled once more: so the warm-up has second ones, too.
   */
  private void warmUp(Endpoints endpoints) throws InterruptedException {
    for (int i = 0; i < WARM_UPS; i++) {
      try (Contender contender = Contender.connect(kind, endpoints.withOtherKeys(), database)) {
        new TrafficRun(contender, database, plan.first(), requests, products)
            .play(
                plan.threads(),
                plan.requests(),
                plan.warmUp().dividedBy(WARM_UPS),
                (played, stale, errors) -> {});
      }
    }
  }

  private TrafficFigures play(Contender contender, ParentJvm demo) throws InterruptedException {
    TrafficRun run = new TrafficRun(contender, database, plan.first(), requests, products);
    TrafficFigures figures =
        run.play(
            plan.threads(),
            plan.requests(),
            plan.time(),
            (played, stale, errors) ->
                demo.say(SO_FAR + " " + played + " " + stale + " " + errors));
    RuntimeException firstError = run.firstError();
    if (firstError != null) {
      System.err.println("traffic, " + contender + ": the first error was " + firstError);
    }
    return figures;
  }
}
