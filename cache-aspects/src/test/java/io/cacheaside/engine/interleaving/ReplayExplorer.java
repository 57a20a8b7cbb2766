package io.cacheaside.engine.interleaving;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Plays a scene in every order of its moves. What takes part has state that cannot be copied, so
 * each schedule is played from the beginning: the first moves as in the schedule before, then the
 * next choice that has not been made.
 */
final class ReplayExplorer {
  private ReplayExplorer() {}

  /** A scene that begins anew; its moves must be the same ones after the same choices. */
  interface Scene {
    /** Returns what can happen next; empty when the scene is over. */
    List<Move> moves();

    /** Returns what is wrong now, or null. */
    @Nullable String violation();

    /** Returns what was done so far, for a human. */
    List<String> trace();
  }

  /** Something that happens without anything else in between. */
  interface Move {
    void make();
  }

  /**
   * What was found.
   *
   * @param schedules how many were played to their end
   * @param violation the first schedule that broke a promise, step by step, or null
   */
  record Report(long schedules, @Nullable String violation) {}

  private record Choice(int taken, int of) {}

  static Report explore(Supplier<Scene> scenes) {
    List<Choice> path = new ArrayList<>();
    long schedules = 0;
    do {
      Scene scene = scenes.get();
      if (!play(scene, path)) {
        return new Report(schedules, describe(scene));
      }
      schedules++;
      while (!path.isEmpty() && last(path).taken() + 1 == last(path).of()) {
        path.remove(path.size() - 1);
      }
      if (!path.isEmpty()) {
        path.set(path.size() - 1, new Choice(last(path).taken() + 1, last(path).of()));
      }
    } while (!path.isEmpty());
    return new Report(schedules, null);
  }

  private static Choice last(List<Choice> path) {
    return path.get(path.size() - 1);
  }

  /** Follows the path, then takes the first of what can happen; returns whether all went well. */
  private static boolean play(Scene scene, List<Choice> path) {
    List<Move> moves = scene.moves();
    for (int depth = 0; !moves.isEmpty(); depth++) {
      if (depth == path.size()) {
        path.add(new Choice(0, moves.size()));
      }
      moves.get(path.get(depth).taken()).make();
      if (scene.violation() != null) {
        return false;
      }
      moves = scene.moves();
    }
    return true;
  }

  private static String describe(Scene scene) {
    StringBuilder text = new StringBuilder(String.valueOf(scene.violation()));
    int number = 0;
    for (String line : scene.trace()) {
      text.append(String.format("%n%3d. %s", ++number, line));
    }
    return text.toString();
  }
}
