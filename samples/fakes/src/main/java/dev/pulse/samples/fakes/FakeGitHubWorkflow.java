package dev.pulse.samples.fakes;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A workflow of a {@link FakeGitHubRepository}. GitHub starts it when its text speaks of {@code
 * workflow_dispatch}. Which inputs it has is told by {@link #inputs}; as long as nothing is told,
 * any are taken. Thread-safe.
 */
public final class FakeGitHubWorkflow {
  private static final Pattern NAME = Pattern.compile("(?m)^name:[ ]*(.+?)[ ]*$");
  private static final Pattern INPUT =
      Pattern.compile("\\$\\{\\{\\s*(?:github\\.event\\.)?inputs\\.([A-Za-z0-9_-]+)\\s*}}");

  private final String path;
  private volatile String text = "";
  private volatile @Nullable Set<String> inputs;
  private volatile Set<String> required = Set.of();
  private volatile String title = "";
  private volatile Consumer<FakeGitHubRun> then = run -> {};

  FakeGitHubWorkflow(String path) {
    this.path = path;
  }

  FakeGitHubWorkflow text(String yaml) {
    text = yaml;
    return this;
  }

  /** The inputs that it takes; any other refuses the dispatch. */
  public FakeGitHubWorkflow inputs(String... names) {
    inputs = Set.of(names);
    return this;
  }

  /** The inputs that a dispatch must bring. */
  public FakeGitHubWorkflow required(String... names) {
    required = Set.of(names);
    return this;
  }

  /** The titles of its runs, as {@code run-name} says: {@code Build ${{ inputs.ref }}}. */
  public FakeGitHubWorkflow runName(String title) {
    this.title = title;
    return this;
  }

  /** What becomes of a run that somebody dispatches; queued for ever when not said. */
  public FakeGitHubWorkflow onDispatch(Consumer<FakeGitHubRun> then) {
    this.then = then;
    return this;
  }

  /** Its dispatched runs go their way by the clock, as {@link FakeGitHubRun#progress} has it. */
  public FakeGitHubWorkflow progress(
      Duration unseen, Duration queued, Duration running, String conclusion) {
    return onDispatch(run -> run.progress(unseen, queued, running, conclusion));
  }

  String path() {
    return path;
  }

  String file() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  String name() {
    var name = NAME.matcher(text);
    return name.find() ? name.group(1) : path;
  }

  /** Why GitHub would not start it so. */
  Optional<String> refusal(Map<String, ?> given) {
    if (!text.contains("workflow_dispatch")) {
      return Optional.of("Workflow does not have 'workflow_dispatch' trigger");
    }
    if (given.size() > 25) {
      return Optional.of("Too many inputs: at most 25 are allowed");
    }
    var taken = inputs;
    if (taken != null) {
      var unexpected = new TreeSet<>(given.keySet());
      unexpected.removeAll(taken);
      if (!unexpected.isEmpty()) {
        return Optional.of("Unexpected inputs provided: " + List.copyOf(unexpected));
      }
    }
    return new TreeSet<>(required)
        .stream()
            .filter(name -> !given.containsKey(name))
            .findFirst()
            .map(name -> "Required input '" + name + "' not provided");
  }

  void dispatched(FakeGitHubRun run, String branch, Map<String, ?> given) {
    var inputs = new LinkedHashMap<String, Object>(given);
    run.event("workflow_dispatch").branch(branch).inputs(inputs);
    run.titled(
        title.isEmpty()
            ? name()
            : INPUT
                .matcher(title)
                .replaceAll(
                    found ->
                        Matcher.quoteReplacement(
                            String.valueOf(inputs.getOrDefault(found.group(1), "")))));
    then.accept(run);
  }
}
