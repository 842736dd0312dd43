package dev.pulse.samples.repohealth.store;

/**
 * The right to scan all repositories of the organisation, which one process has at a time. It ends
 * with the process, however that ends.
 */
@FunctionalInterface
public interface ScanLease extends AutoCloseable {
  /** Gives it back. */
  @Override
  void close();
}
