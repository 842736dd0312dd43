package dev.pulse.github;

import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Reads the runs of workflows as GitHub lists them. */
final class RunsJson {
  private RunsJson() {}

  /**
   * Reads a page of runs, of which those of other branches do not count, nor those that a fork's
   * branch of the same name has caused: whoever forks a repository would decide how it is.
   */
  static Builds read(JsonReader reader, String branch) throws IOException {
    var builds = new ArrayList<Build>();
    var found = new boolean[1];
    FactJson.object(
        reader,
        (name, value) -> {
          if (name.equals("workflow_runs")) {
            found[0] = true;
            FactJson.each(
                value,
                one -> {
                  var run = new Run();
                  var build = run.read(one);
                  return run.isOwn() && builds.add(build);
                });
          } else {
            value.skipValue();
          }
        });
    if (!found[0]) {
      throw FactJson.unexpected("workflow_runs");
    }
    // A server may take the branch of the question for a wish.
    builds.removeIf(build -> !build.branch().equals(branch));
    return Builds.of(builds);
  }

  /** One run of a workflow as it is read. */
  private static final class Run {
    private long id;
    private long attempt = 1;
    private String branch = "";
    private String sha = "";
    private String status = "";
    private String conclusion = "";
    private String event = "";
    private String repository = "";
    private String head = "";
    private String workflow = "";
    private @Nullable Instant startedAt;
    private @Nullable Instant updatedAt;
    private @Nullable URI url;

    Build read(JsonReader reader) throws IOException {
      FactJson.object(reader, this::member);
      var updated = updatedAt;
      if (id < 1 || attempt < 1 || attempt > Integer.MAX_VALUE || updated == null) {
        throw FactJson.unexpected("a run with an id, an attempt and a time");
      }
      var build =
          Build.builder(id, BuildState.of(status, conclusion), updated)
              .attempt((int) attempt)
              .branch(branch)
              .sha(sha)
              .workflow(workflow);
      if (startedAt != null) {
        build.startedAt(startedAt);
      }
      if (url != null) {
        build.url(url);
      }
      return build.build();
    }

    /** Nobody knows whose a pull request was when its fork is deleted. */
    boolean isOwn() {
      return head.isEmpty() ? !event.startsWith("pull_request") : head.equalsIgnoreCase(repository);
    }

    private void member(String name, JsonReader reader) throws IOException {
      switch (name) {
        case "id" -> id = FactJson.whole(reader);
        case "run_attempt" -> attempt = FactJson.whole(reader);
        case "name" -> workflow = FactJson.text(reader);
        case "head_branch" -> branch = FactJson.text(reader);
        case "head_sha" -> sha = FactJson.text(reader);
        case "status" -> status = FactJson.text(reader);
        case "conclusion" -> conclusion = FactJson.text(reader);
        case "event" -> event = FactJson.text(reader);
        case "repository" -> repository = fullName(reader);
        case "head_repository" -> head = fullName(reader);
        case "run_started_at" -> startedAt = FactJson.moment(reader);
        case "updated_at" -> updatedAt = FactJson.moment(reader);
        case "html_url" -> url = page(FactJson.text(reader));
        default -> reader.skipValue();
      }
    }

    private static String fullName(JsonReader reader) throws IOException {
      var found = new String[] {""};
      FactJson.object(
          reader,
          (name, value) -> {
            if (name.equals("full_name")) {
              found[0] = FactJson.text(value);
            } else {
              value.skipValue();
            }
          });
      return found[0];
    }

    /** The page, if it is one that a browser may be led to. */
    private static @Nullable URI page(String written) {
      try {
        var uri = new URI(written);
        return "https".equals(uri.getScheme()) || "http".equals(uri.getScheme()) ? uri : null;
      } catch (URISyntaxException e) {
        return null;
      }
    }
  }
}
