package io.cacheaside.sample.demo;

import io.cacheaside.sample.ProductDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

  /** Returns the lines that tell a worker what to play. */
  static List<String> order(int products, TrafficPlan plan) {
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
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Contender.Kind kind = Contender.Kind.valueOf(Worker.next(in));
    Endpoints endpoints = new Endpoints(Worker.next(in), Worker.next(in), Worker.next(in));
    int products = Integer.parseInt(Worker.next(in));
    TrafficPlan plan =
        new TrafficPlan(
            RequestSource.named(Worker.next(in)),
            Integer.parseInt(Worker.next(in)),
            Long.parseLong(Worker.next(in)),
            Long.parseLong(Worker.next(in)),
            Duration.ofMillis(Long.parseLong(Worker.next(in))),
            Duration.ofMillis(Long.parseLong(Worker.next(in))));
    try (ProductDatabase database = new ProductDatabase(endpoints.jdbcUrl())) {
      TrafficWorker worker = new TrafficWorker(kind, database, products, plan);
      worker.warmUp(endpoints.withOtherKeys());
      try (Contender contender = Contender.connect(kind, endpoints, database)) {
        out.println("ok");
        if (in.readLine() != null) {
          out.println("ok " + worker.play(contender, out).toWords());
        }
      }
    }
  }

  /** Lets the JVM compile. What it caches is not found by the traffic that counts. */
  private void warmUp(Endpoints apart) throws InterruptedException {
    try (Contender contender = Contender.connect(kind, apart, database)) {
      new TrafficRun(contender, database, plan.first(), requests, products)
          .play(plan.threads(), plan.requests(), plan.warmUp(), (played, stale, errors) -> {});
    }
  }

  private TrafficFigures play(Contender contender, PrintStream out) throws InterruptedException {
    TrafficRun run = new TrafficRun(contender, database, plan.first(), requests, products);
    TrafficFigures figures =
        run.play(
            plan.threads(),
            plan.requests(),
            plan.time(),
            (played, stale, errors) -> {
              out.println("so-far " + played + " " + stale + " " + errors);
              if (out.checkError()) {
                throw new IllegalStateException("nobody listens any more");
              }
            });
    RuntimeException firstError = run.firstError();
    if (firstError != null) {
      System.err.println("traffic, " + contender + ": the first error was " + firstError);
    }
    return figures;
  }
}
