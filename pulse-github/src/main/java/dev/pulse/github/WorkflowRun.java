package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** A run of a workflow, as GitHub last told of it. Immutable. */
public final class WorkflowRun {
  private final long id;
  private final long attempt;
  private final String status;
  private final @Nullable String conclusion;
  private final String name;
  private final String title;
  private final @Nullable String branch;
  private final @Nullable URI page;
  private final @Nullable Instant created;
  private final @Nullable Instant started;
  private final @Nullable Instant updated;

  private WorkflowRun(Json run, long id, String status) {
    this.id = id;
    this.attempt = Math.max(1, run.number("run_attempt").orElse(1));
    this.status = requireNonNull(status, "status");
    this.conclusion = run.text("conclusion").orElse(null);
    this.name = run.text("name").orElse("");
    this.title = run.text("display_title").orElse("");
    this.branch = run.text("head_branch").orElse(null);
    this.page = run.text("html_url").map(HttpUrl::parse).map(HttpUrl::uri).orElse(null);
    this.created = run.text("created_at").map(WorkflowRun::time).orElse(null);
    this.started = run.text("run_started_at").map(WorkflowRun::time).orElse(created);
    this.updated = run.text("updated_at").map(WorkflowRun::time).orElse(null);
  }

  /** Reads a run; empty when it is none. */
  static Optional<WorkflowRun> read(Json run) {
    var id = run.number("id");
    var status = run.text("status");
    return id.isPresent() && id.getAsLong() > 0 && status.isPresent()
        ? Optional.of(new WorkflowRun(run, id.getAsLong(), status.get()))
        : Optional.empty();
  }

  private static @Nullable Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** GitHub's number of it, which its attempts share. */
  public long id() {
    return id;
  }

  /** Which attempt it is; 1 is the first. */
  public long attempt() {
    return attempt;
  }

  /** {@code completed}, or where it stands before: {@code queued}, {@code in_progress} and more. */
  public String status() {
    return status;
  }

  /** Whether it is over. */
  public boolean isCompleted() {
    return status.equals("completed");
  }

  /** How it ended: {@code success}, {@code failure}, {@code cancelled}, {@code timed_out} … */
  public Optional<String> conclusion() {
    return Optional.ofNullable(conclusion);
  }

  /** The name of the run or its workflow. */
  public String name() {
    return name;
  }

  /** What GitHub's pages call it. */
  public String title() {
    return title;
  }

  /** The branch or tag of the workflow itself. */
  public Optional<String> branch() {
    return Optional.ofNullable(branch);
  }

  /** Its page for people. */
  public Optional<URI> page() {
    return Optional.ofNullable(page);
  }

  /** When the first attempt was asked for. */
  public Optional<Instant> created() {
    return Optional.ofNullable(created);
  }

  /** When the attempt began. */
  public Optional<Instant> started() {
    return Optional.ofNullable(started);
  }

  /** When it last changed; of a completed one when it ended. */
  public Optional<Instant> updated() {
    return Optional.ofNullable(updated);
  }

  @Override
  public String toString() {
    return "run " + id + " " + status + (conclusion == null ? "" : ", " + conclusion);
  }
}
