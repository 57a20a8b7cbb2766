package io.cacheaside.sample.demo;

import io.cacheaside.sample.Product;
import io.cacheaside.sample.ProductDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
 *
 * An answer begins with {@code ok}, or with {@code failed} and a reason.
 */
final class Worker {
  private final ProductDatabase database;
  private final Contender contender;

  private Worker(ProductDatabase database, Contender contender) {
    this.database = database;
    this.contender = contender;
  }

  /** Runs the worker. Kind and endpoints are the first four lines of the input. */
  public static void main(String[] args) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Contender.Kind kind = Contender.Kind.valueOf(next(in));
    Endpoints endpoints = new Endpoints(next(in), next(in), next(in));
    try (ProductDatabase database = new ProductDatabase(endpoints.jdbcUrl());
        Contender contender = Contender.connect(kind, endpoints, database)) {
      out.println("ok");
      Worker worker = new Worker(database, contender);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println(worker.answer(List.of(line.split(" ", -1))));
      }
    }
  }

  /** Returns the next line of what every worker is told first. */
  static String next(BufferedReader in) throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("the input ended before the worker was told what to do");
    }
    return line;
  }

  private String answer(List<String> words) {
    try {
      return "ok " + perform(words);
    } catch (RuntimeException e) {
      return "failed " + String.valueOf(e).replaceAll("\\R", " ");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "failed interrupted";
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
