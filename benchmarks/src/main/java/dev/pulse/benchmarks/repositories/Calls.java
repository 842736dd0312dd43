package dev.pulse.benchmarks.repositories;

import dev.pulse.github.ObservedRequest;
import dev.pulse.github.RequestObserver;
import java.util.concurrent.atomic.AtomicLong;

/** How many requests a scan made, and of which kinds. Thread-safe. */
final class Calls implements RequestObserver {
  private final AtomicLong all = new AtomicLong();
  private final AtomicLong github = new AtomicLong();
  private final AtomicLong notModified = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  /**
   * Those of one scan.
   *
   * @param all of GitHub and the services beside it
   * @param notModified those that GitHub answered with 304
   * @param refused those that GitHub answered with a no, of which there is no older answer to ask
   *     about: 404 and the like
   */
  record Count(long all, long github, long notModified, long refused) {
    /** How many answers of GitHub were sent as a whole. */
    long whole() {
      return github - notModified - refused;
    }

    Count minus(Count earlier) {
      return new Count(
          all - earlier.all,
          github - earlier.github,
          notModified - earlier.notModified,
          refused - earlier.refused);
    }
  }

  @Override
  public void observed(ObservedRequest request) {
    all.incrementAndGet();
    if (request.service().equals("github")) {
      github.incrementAndGet();
      int status = request.status().orElse(0);
      if (status == 304) {
        notModified.incrementAndGet();
      } else if (status >= 400) {
        refused.incrementAndGet();
      }
    }
  }

  Count now() {
    return new Count(all.get(), github.get(), notModified.get(), refused.get());
  }
}
