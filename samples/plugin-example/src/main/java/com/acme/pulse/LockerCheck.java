package com.acme.pulse;

import dev.pulse.api.check.Check;
import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.model.Sample;
import java.io.IOException;

/** Fails when a station has no room for another parcel. Thread-safe. */
final class LockerCheck implements Check {
  private static final Reason FULL = Reason.of("acme.full");

  private final LockerStation station;
  private final int least;

  LockerCheck(LockerStation station, int least) {
    this.station = station;
    this.least = least;
  }

  @Override
  public CheckResult run(CheckContext context) throws IOException, InterruptedException {
    var compartments = station.ask(context.remaining());
    var summary = compartments.free() + " of " + compartments.total() + " compartments are free";
    var result =
        compartments.free() < least
            ? CheckResult.fail(FULL, summary + ", at least " + least + " should be")
            : CheckResult.pass(summary);
    return result.withSample(Sample.gauge("acme_free_compartments", compartments.free()));
  }

  @Override
  public String toString() {
    return "lockers at " + station;
  }
}
