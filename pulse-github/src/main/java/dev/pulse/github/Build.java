package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import dev.pulse.core.internal.text.ForeignText;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt of one workflow run. Immutable. */
public final class Build {
  private final long runId;
  private final int attempt;
  private final BuildState state;
  private final String branch;
  private final String sha;
  private final @Nullable Instant startedAt;
  private final Instant updatedAt;
  private final @Nullable URI url;
  private final String workflow;

  private Build(Builder builder) {
    this.runId = builder.runId;
    this.attempt = builder.attempt;
    this.state = builder.state;
    this.branch = builder.branch;
    this.sha = builder.sha;
    this.startedAt = builder.startedAt;
    this.updatedAt = builder.updatedAt;
    this.url = builder.url;
    this.workflow = builder.workflow;
  }

  /**
   * A build.
   *
   * @param runId GitHub's number of the run
   * @param updatedAt when it last changed: when it has ended, that is its end
   */
  public static Builder builder(long runId, BuildState state, Instant updatedAt) {
    return new Builder(runId, state, updatedAt);
  }

  /** GitHub's number of the run, the same for all its attempts. */
  public long runId() {
    return runId;
  }

  /** Which attempt of the run it is; the first is 1. */
  public int attempt() {
    return attempt;
  }

  /** How far it is, and how it ended. */
  public BuildState state() {
    return state;
  }

  /** The branch that was built; empty when nobody said. */
  public String branch() {
    return branch;
  }

  /** The commit that was built; empty when nobody said. */
  public String sha() {
    return sha;
  }

  /** When the attempt began. */
  public Optional<Instant> startedAt() {
    return Optional.ofNullable(startedAt);
  }

  /** When it ended; empty while it has not. */
  public Optional<Instant> finishedAt() {
    return state.isCompleted() ? Optional.of(updatedAt) : Optional.empty();
  }

  /** Its page. */
  public Optional<URI> url() {
    return Optional.ofNullable(url);
  }

  /** The name of its workflow; empty when nobody said. */
  public String workflow() {
    return workflow;
  }

  /** When it last changed; its end when it has ended. */
  public Instant updatedAt() {
    return updatedAt;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Build build
        && runId == build.runId
        && attempt == build.attempt
        && state == build.state
        && branch.equals(build.branch)
        && sha.equals(build.sha)
        && Objects.equals(startedAt, build.startedAt)
        && updatedAt.equals(build.updatedAt)
        && Objects.equals(url, build.url)
        && workflow.equals(build.workflow);
  }

  @Override
  public int hashCode() {
    return Objects.hash(runId, attempt, state, updatedAt);
  }

  @Override
  public String toString() {
    return "run " + runId + "#" + attempt + " " + state.word() + " at " + updatedAt;
  }

  /**
   * Makes a build. Default: first attempt, no branch, no commit, no start, no page, no workflow.
   */
  public static final class Builder {
    private static final int LONGEST_NAME = 200;

    private final long runId;
    private final BuildState state;
    private final Instant updatedAt;
    private int attempt = 1;
    private String branch = "";
    private String sha = "";
    private @Nullable Instant startedAt;
    private @Nullable URI url;
    private String workflow = "";

    private Builder(long runId, BuildState state, Instant updatedAt) {
      this.runId = runId;
      this.state = requireNonNull(state, "state");
      this.updatedAt = requireNonNull(updatedAt, "updatedAt");
    }

    /** Which attempt of the run it is. */
    public Builder attempt(int attempt) {
      this.attempt = attempt;
      return this;
    }

    /** The branch that was built. */
    public Builder branch(String branch) {
      this.branch = requireNonNull(branch, "branch");
      return this;
    }

    /** The commit that was built. */
    public Builder sha(String sha) {
      this.sha = requireNonNull(sha, "sha");
      return this;
    }

    /** When the attempt began. */
    public Builder startedAt(Instant startedAt) {
      this.startedAt = requireNonNull(startedAt, "startedAt");
      return this;
    }

    /** Its page. */
    public Builder url(URI url) {
      this.url = requireNonNull(url, "url");
      return this;
    }

    /** The name of its workflow; one line, cut where it is longer than a name. */
    public Builder workflow(String name) {
      this.workflow = ForeignText.oneLine(name, LONGEST_NAME);
      return this;
    }

    /**
     * The build.
     *
     * @throws IllegalArgumentException when the number of run or attempt is not positive
     */
    public Build build() {
      if (runId < 1 || attempt < 1) {
        throw new IllegalArgumentException(
            "the numbers of run and attempt begin at 1, but are " + runId + " and " + attempt);
      }
      return new Build(this);
    }
  }
}
