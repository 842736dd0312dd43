package dev.pulse.samples.ethereum.monitor;

import dev.pulse.samples.ethereum.report.Subject;
import java.util.Comparator;

/** How subjects are sorted wherever people see several. */
final class Subjects {
  static final Comparator<Subject> ORDER =
      Comparator.comparing(Subject::network)
          .thenComparing(Subject::client)
          .thenComparing(Subject::guild)
          .thenComparing(Subject::channel);

  private Subjects() {}
}
