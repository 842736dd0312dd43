package dev.pulse.samples.ethereum.message;

import dev.pulse.samples.ethereum.report.SubjectReport;
import java.util.Optional;

/**
 * What Hive, which tests clients against each other, adds to a message. Without one messages have
 * neither a link to Hive nor a picture. Must be thread-safe; what it throws is logged, and the
 * message goes without.
 */
public interface HiveSource {
  /** Whether Hive lists a network, by the name that Hive has for it. */
  boolean lists(String hiveNetwork) throws Exception;

  /** A PNG of the results of the client that a report is about; empty when there are none. */
  Optional<byte[]> picture(SubjectReport report) throws Exception;
}
