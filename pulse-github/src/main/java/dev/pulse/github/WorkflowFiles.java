package dev.pulse.github;

import dev.pulse.core.internal.net.Deadline;
import dev.pulse.core.internal.text.ForeignText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the files of workflows, which anybody may have written. Thread-safe. */
final class WorkflowFiles {
  private static final Logger LOG = LoggerFactory.getLogger(WorkflowFiles.class);
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._ -]{0,199}\\.ya?ml");
  private static final int MOST_FILES = 500;
  private static final int LONGEST_NAME = 200;
  private static final int AT_ONCE = 8;
  private static final int LARGEST = 512 << 10;

  private final GitHubConnection github;
  private final Map<String, String> repository;

  WorkflowFiles(GitHubConnection github, Map<String, String> repository) {
    this.github = github;
    this.repository = repository;
  }

  WorkflowDiscovery discover(Predicate<String> wanted, ExecutorService workers, Deadline deadline)
      throws InterruptedException {
    var files = new ConcurrentLinkedQueue<String>();
    var read = new ConcurrentHashMap<String, Workflow>();
    var skipped = new ConcurrentHashMap<String, String>();
    for (String name : names(deadline).stream().filter(wanted).toList()) {
      if (!FILE.matcher(name).matches()) {
        skipped.put(
            ForeignText.oneLine(name, LONGEST_NAME), "its name has other characters than are read");
      } else if (files.size() == MOST_FILES) {
        skipped.put(name, "it is behind the first " + MOST_FILES + " files");
      } else {
        files.add(name);
      }
    }
    var tasks = new ArrayList<Callable<Boolean>>();
    for (int i = 0; i < Math.min(AT_ONCE, files.size()); i++) {
      tasks.add(() -> readAll(files, read, skipped, deadline));
    }
    for (Future<Boolean> done : workers.invokeAll(tasks)) {
      ended(done);
    }
    skipped.forEach((file, reason) -> LOG.warn("workflow {} is skipped: {}", file, reason));
    return new WorkflowDiscovery(List.copyOf(new TreeMap<>(read).values()), skipped);
  }

  private static void ended(Future<Boolean> done) throws InterruptedException {
    try {
      done.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException) {
        throw new InterruptedException("interrupted while reading workflows");
      }
      throw new IllegalStateException("a workflow could not be read", e.getCause());
    }
  }

  private boolean readAll(
      Queue<String> files,
      Map<String, Workflow> read,
      Map<String, String> skipped,
      Deadline deadline)
      throws InterruptedException {
    for (var file = files.poll(); file != null; file = files.poll()) {
      try {
        var name = file;
        workflow(file, deadline).ifPresent(workflow -> read.put(name, workflow));
      } catch (IOException | GitHubException e) {
        skipped.put(file, String.valueOf(e.getMessage()));
      }
    }
    return true;
  }

  private List<String> names(Deadline deadline) throws InterruptedException {
    var answer =
        github.get("/repos/{owner}/{repo}/contents/.github/workflows", repository, left(deadline));
    if (!answer.isSuccess()) {
      throw Workflows.refused(answer, "does not list workflows");
    }
    var list = answer.json();
    if (!list.isList()) {
      throw answer.garbled("expected the files of a directory");
    }
    return list.items().stream()
        .filter(file -> file.text("type").filter("file"::equals).isPresent())
        .flatMap(file -> file.text("name").stream())
        .filter(name -> name.endsWith(".yml") || name.endsWith(".yaml"))
        .sorted()
        .distinct()
        .toList();
  }

  private Optional<Workflow> workflow(String file, Deadline deadline)
      throws IOException, InterruptedException {
    var values = new HashMap<>(repository);
    values.put("file", file);
    var answer =
        github.get(
            "/repos/{owner}/{repo}/contents/.github/workflows/{file}", values, left(deadline));
    if (!answer.isSuccess()) {
      throw new IOException("GitHub answered " + answer.status());
    }
    return Workflow.read(file, text(answer.json()));
  }

  private static String text(Json file) throws IOException {
    if (file.number("size").orElse(LARGEST + 1L) > LARGEST) {
      throw new IOException("it is larger than " + LARGEST + " bytes");
    }
    var content =
        file.text("content")
            .filter(text -> file.text("encoding").filter("base64"::equals).isPresent())
            .orElseThrow(() -> new IOException("GitHub does not show it as base64"));
    try {
      var bytes = Base64.getMimeDecoder().decode(content);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw new IOException("it is not a text in UTF-8");
    }
  }

  private static Duration left(Deadline deadline) {
    return Duration.ofNanos(deadline.remainingNanos());
  }
}
