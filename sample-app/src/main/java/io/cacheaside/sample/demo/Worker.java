package io.cacheaside.sample.demo;

import io.cacheaside.sample.Product;
import io.cacheaside.sample.ProductDatabase;
import io.cacheaside.testing.ChildJvm;
import io.cacheaside.testing.ParentJvm;
import java.io.IOException;
import java.util.List;
import java.util.StringJoiner;

/**
 * Another JVM of the shop: does what the demo's JVM tells it on its standard input, one command and
 * one answer at a time, and ends with the input.
 *
 * <pre>
 * find ID                        version of the product, 0 if there is none
 * price ID CENTS                 version after the change
 * slow MILLIS                    each later load takes this much longer; answers 0
 * burst ID THREADS START_MILLIS  loads, then the nanoseconds each call took
 * </pre>
 */
final class Worker {
  private final ProductDatabase database;
  private final Contender contender;

  private Worker(ProductDatabase database, Contender contender) {
    this.database = database;
    this.contender = contender;
  }

  /** Starts one without waiting for it; it answers when it has connected. */
  static ChildJvm start(Contender.Kind kind, Endpoints endpoints) {
    return start(Worker.class, ChildJvm.LEAN, lines(kind, endpoints));
  }

  /** Starts a JVM of the shop, and tells it lines. */
  static ChildJvm start(Class<?> main, List<String> options, List<String> lines) {
    ChildJvm worker = ChildJvm.start("a worker JVM", main, options);
    // not as arguments: those are visible to every user of the machine
    worker.send(String.join("\n", lines));
    return worker;
  }

  /** Returns the lines that every JVM of the shop is told first. */
  static List<String> lines(Contender.Kind kind, Endpoints endpoints) {
    return List.of(kind.name(), endpoints.redisUri(), endpoints.jdbcUrl(), endpoints.app());
  }

  /** Runs the worker. Kind and endpoints are the first four lines of the input. */
  public static void main(String[] args) throws IOException {
    ParentJvm demo = new ParentJvm();
    Contender.Kind kind = Contender.Kind.valueOf(demo.next());
    Endpoints endpoints = new Endpoints(demo.next(), demo.next(), demo.next());
    try (ProductDatabase database = new ProductDatabase(endpoints.jdbcUrl());
        Contender contender = Contender.connect(kind, endpoints, database)) {
      Worker worker = new Worker(database, contender);
      demo.serve(line -> worker.perform(List.of(line.split(" ", -1))));
    }
  }

  private String perform(List<String> words) throws InterruptedException {
    long number = Long.parseLong(words.get(1));
    switch (words.get(0)) {
      case "find" -> {
        Product product = contender.catalogue().find(number);
        return Long.toString(product == null ? 0 : product.version());
      }
      case "price" -> {
        long cents = Long.parseLong(words.get(2));
        return Long.toString(contender.catalogue().changePrice(number, cents));
      }
      case "slow" -> {
        database.afterRead(id -> Pause.millis(number));
        return "0";
      }
      case "burst" -> {
        return burst(number, Integer.parseInt(words.get(2)), Long.parseLong(words.get(3)));
      }
      default -> throw new IllegalArgumentException("unknown command " + words.get(0));
    }
  }

  private String burst(long id, int threads, long startMillis) throws InterruptedException {
    long before = database.loads();
    List<Long> waits = Burst.run(contender.catalogue(), id, threads, startMillis);
    StringJoiner answer = new StringJoiner(" ").add(Long.toString(database.loads() - before));
    waits.forEach(nanos -> answer.add(nanos.toString()));
    return answer.toString();
  }
}
