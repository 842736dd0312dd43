package com.acme.pulse;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.score.Factor;
import dev.pulse.api.score.Score;
import dev.pulse.api.score.ScoreContext;
import dev.pulse.api.score.Scorer;
import java.io.IOException;
import java.util.List;

/**
 * Grades a station: by the room that it has, for which it is asked, and by what another check found
 * out about its doors. Thread-safe.
 */
final class LockerScorer implements Scorer {
  private static final String MODEL = "acme.locker-score/1";
  private static final String ROOM = "room";
  private static final String DOORS = "doors";
  private static final int ROOM_WEIGHT = 3;
  private static final int DOORS_WEIGHT = 1;

  private final LockerStation station;
  private final String doors;

  LockerScorer(LockerStation station, String doors) {
    this.station = station;
    this.doors = doors;
  }

  @Override
  public Score score(ScoreContext context) throws InterruptedException {
    return Score.weighted(List.of(room(context), doors(context))).withModel(MODEL);
  }

  /** Half of the compartments free is as good as all of them. */
  private Factor room(ScoreContext context) throws InterruptedException {
    try {
      var compartments = station.ask(context.remaining());
      if (compartments.total() == 0) {
        return Factor.missing(ROOM, ROOM_WEIGHT, "the station has no compartments");
      }
      double points = Math.min(100, 200.0 * compartments.free() / compartments.total());
      var evidence = compartments.free() + " of " + compartments.total() + " compartments are free";
      return Factor.of(ROOM, ROOM_WEIGHT, points, evidence);
    } catch (IOException e) {
      context.log().add("the station could not be asked: " + e.getMessage());
      return Factor.missing(ROOM, ROOM_WEIGHT, "the station could not be asked");
    }
  }

  private Factor doors(ScoreContext context) {
    return context
        .latest(doors)
        .map(this::doors)
        .orElseGet(() -> Factor.missing(DOORS, DOORS_WEIGHT, "check " + doors + " has not run"));
  }

  private Factor doors(Outcome outcome) {
    var evidence = "check " + doors + " is " + outcome.status();
    return switch (outcome.status()) {
      case PASS -> Factor.of(DOORS, DOORS_WEIGHT, 100, evidence);
      case WARN -> Factor.of(DOORS, DOORS_WEIGHT, 50, evidence);
      case FAIL -> Factor.of(DOORS, DOORS_WEIGHT, 0, evidence);
      case UNKNOWN -> Factor.missing(DOORS, DOORS_WEIGHT, evidence);
    };
  }

  @Override
  public String toString() {
    return "score of the lockers at " + station;
  }
}
