package dev.pulse.samples.repohealth.terminal;

import static java.util.Objects.requireNonNull;

import dev.pulse.samples.repohealth.scan.ScanFailure;
import dev.pulse.samples.repohealth.scan.ScanListener;
import dev.pulse.samples.repohealth.scan.ScanReport;
import dev.pulse.samples.repohealth.scan.ScannedRepository;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells people at a terminal, or in the log of a container, what a scan wants them to know: one
 * line each, {@code Warning: …} or {@code Error: …}. Thread-safe.
 */
public final class Notices implements ScanListener {
  private final PrintStream err;
  private volatile Optional<RepositoryChoice> asked = Optional.empty();

  /** Notices on a stream. */
  public Notices(PrintStream err) {
    this.err = requireNonNull(err, "err");
  }

  /** What a scan of one repository was asked for, for the words when there is none. */
  void asked(RepositoryChoice choice) {
    asked = Optional.of(choice);
  }

  /** Something that somebody should mend when there is time. */
  public void warn(String text) {
    err.println("Warning: " + Columns.plain(text));
  }

  /** Something that ended what was asked for. */
  public void error(String text) {
    err.println("Error: " + Columns.plain(text));
  }

  @Override
  public void warned(String text) {
    warn(text);
  }

  @Override
  public void scanned(ScannedRepository repository) {
    repository.error().ifPresent(why -> warn(repository.name() + " was not read: " + why));
  }

  @Override
  public void ended(ScanReport report) {
    report.failed().ifPresent(failure -> failed(report, failure));
  }

  /** The page has words of its own for what people meet most. */
  private String sentence(ScanFailure failure) {
    return switch (failure.kind()) {
      case LIMITED -> "GitHub API rate limit exceeded";
      case UNAUTHORISED -> "GitHub token is not valid";
      case NOT_FOUND ->
          asked.map(one -> "repository not found: " + one.text()).orElse(failure.message());
      case UNREADABLE -> failure.message();
    };
  }

  private void failed(ScanReport report, ScanFailure failure) {
    error(sentence(failure));
    failure
        .resumes()
        .ifPresent(
            at ->
                err.printf(
                    Locale.ROOT,
                    "  GitHub answers again from %s on; %d of %d repositories are done.%n",
                    RepositoryText.time(at),
                    report.repositories().size() + report.earlier().size(),
                    report.repositories().size() + report.earlier().size() + report.rest().size()));
  }
}
