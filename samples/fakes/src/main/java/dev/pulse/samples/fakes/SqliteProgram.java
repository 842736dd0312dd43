package dev.pulse.samples.fakes;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okio.ByteString;

/**
 * The {@code sqlite3} of a pod: the machine's own program, with the arguments as they are, except
 * that the path of the database leads to the pod's file.
 *
 * @param root what the pod has in place of the machine's root directory
 * @param files path in the pod to file of the machine
 * @param names under which the pod knows the program
 * @param old whether it is too old for {@code -json}
 */
record SqliteProgram(Path root, Map<String, Path> files, Set<String> names, boolean old) {
  private static final Set<String> ONE_MORE =
      Set.of(
          "cmd",
          "separator",
          "newline",
          "nullvalue",
          "init",
          "mmap",
          "maxsize",
          "vfs",
          "heap",
          "A");

  /** What came out. */
  record Output(int code, ByteString stdout, ByteString stderr) {}

  boolean knows(String program) {
    return names.contains(program);
  }

  /**
   * Runs the program to its end.
   *
   * @throws InterruptedException when the cluster closes meanwhile; the program is killed
   */
  Output run(List<String> command) throws IOException, InterruptedException {
    if (old && command.contains("-json")) {
      var text =
          command.get(0) + ": Error: unknown option: -json\nUse -help for a list of options.\n";
      return new Output(1, ByteString.EMPTY, ByteString.encodeUtf8(text));
    }
    var mapped = new ArrayList<>(command);
    mapped.set(0, "sqlite3");
    var path = databaseAt(command);
    var file = path.map(index -> local(command.get(index)));
    if (path.isPresent()) {
      mapped.set(path.get(), file.orElseThrow().toString());
    }
    var output = start(mapped);
    if (file.isEmpty()) {
      return output;
    }
    var errors =
        output.stderr().utf8().replace(file.get().toString(), command.get(path.orElseThrow()));
    return new Output(output.code(), output.stdout(), ByteString.encodeUtf8(errors));
  }

  /** The first argument that is neither an option nor the value of one. */
  static Optional<Integer> databaseAt(List<String> command) {
    for (int i = 1; i < command.size(); i++) {
      var argument = command.get(i);
      if (!argument.startsWith("-")) {
        return Optional.of(i);
      }
      if (ONE_MORE.contains(argument.replaceFirst("^--?", ""))) {
        i++;
      }
    }
    return Optional.empty();
  }

  private Path local(String path) {
    var known = files.get(path);
    if (known != null) {
      return known.toAbsolutePath();
    }
    var inside = root.resolve(path.replaceFirst("^/+", "")).normalize();
    return inside.startsWith(root) ? inside : root.resolve("outside");
  }

  private Output start(List<String> command) throws IOException, InterruptedException {
    Files.createDirectories(root);
    var errors = Files.createTempFile(root, "stderr", ".txt");
    var script =
        command.stream().allMatch(SqliteProgram::isAscii)
            ? Optional.<Path>empty()
            : Optional.of(script(command));
    var builder =
        new ProcessBuilder(script.map(file -> List.of("sh", file.toString())).orElse(command))
            .directory(root.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectError(errors.toFile());
    // What the user of this machine has set up for sqlite3 is not in the pod.
    builder.environment().put("HOME", root.toString());
    var process = builder.start();
    try {
      var stdout = process.getInputStream().readAllBytes();
      return new Output(
          process.waitFor(), ByteString.of(stdout), ByteString.of(Files.readAllBytes(errors)));
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(errors);
      if (script.isPresent()) {
        Files.deleteIfExists(script.get());
      }
    }
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  /**
   * A JVM hands over arguments in the encoding of the locale that it was started in, and in the C
   * locale that loses every character outside of ASCII. The bytes of a file are ours.
   */
  private Path script(List<String> command) throws IOException {
    var line = new StringBuilder("exec");
    for (var argument : command) {
      line.append(" '").append(argument.replace("'", "'\\''")).append('\'');
    }
    var script = Files.createTempFile(root, "run", ".sh");
    return Files.writeString(script, line.append('\n'), StandardCharsets.UTF_8);
  }
}
