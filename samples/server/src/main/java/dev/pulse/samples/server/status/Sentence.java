package dev.pulse.samples.server.status;

import java.util.Map;

/** Says how a group stands, of which is known how many stand how. */
final class Sentence {
  private Sentence() {}

  /** The worst of them; unknown without any. */
  static Standing overall(Map<Standing, Integer> standings) {
    for (Standing standing : Standing.values()) {
      if (standings.getOrDefault(standing, 0) > 0) {
        return standing;
      }
    }
    return Standing.UNKNOWN;
  }

  static String of(Map<Standing, Integer> standings) {
    int all = standings.values().stream().mapToInt(Integer::intValue).sum();
    if (all == 0) {
      return "Nothing is watched here yet";
    }
    var worst = overall(standings);
    int some = standings.getOrDefault(worst, 0);
    return switch (worst) {
      case DOWN -> counted(some, all, "is down", "are down", "Everything is down");
      case DEGRADED -> counted(some, all, "has trouble", "have trouble", "Everything has trouble");
      case UNKNOWN ->
          counted(
              some, all, "is not known now", "are not known now", "Nobody knows now how it stands");
      case MAINTENANCE ->
          counted(
              some,
              all,
              "is being worked on as announced",
              "are being worked on as announced",
              "Everything is being worked on as announced");
      case UP -> "Everything works";
    };
  }

  private static String counted(int some, int all, String one, String several, String everything) {
    return some == all ? everything : some + " of " + all + " " + (some == 1 ? one : several);
  }
}
