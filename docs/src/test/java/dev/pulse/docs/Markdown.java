package dev.pulse.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A document of this repository, with its fenced blocks. */
record Markdown(Path file, List<String> lines, List<Block> blocks) {
  private static final Pattern COMMENT = Pattern.compile("<!-- (source|example): (\\S+) -->");

  /**
   * A fenced block.
   *
   * @param line where it begins, counted from 1
   * @param language what stands behind the fence
   * @param note the comment before it, such as {@code source: QueueCheck.java}; empty when none
   */
  record Block(Path file, int line, String language, String note, List<String> lines) {
    String text() {
      return String.join("\n", lines) + "\n";
    }

    String value() {
      return note.substring(note.indexOf(' ') + 1);
    }

    @Override
    public String toString() {
      return root().relativize(file) + ":" + line;
    }
  }

  /** The folder of the repository, wherever the test was started. */
  static Path root() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("pulse-bom"))) {
        return at;
      }
    }
    throw new IllegalStateException("not started inside the repository");
  }

  /** What readers meet: the pages at the root and everything below docs. */
  static List<Markdown> all() {
    try (Stream<Path> top = Files.list(root());
        Stream<Path> docs = Files.walk(root().resolve("docs"))) {
      return Stream.concat(top, docs.filter(file -> !isBuilt(file)))
          .filter(file -> file.getFileName().toString().endsWith(".md"))
          .sorted()
          .map(Markdown::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Below a folder of Maven's, whatever else has such a name in it. */
  private static boolean isBuilt(Path file) {
    for (Path part : root().relativize(file)) {
      if (part.toString().equals("target")) {
        return true;
      }
    }
    return false;
  }

  /** The blocks of all documents in some languages. */
  static Stream<Block> blocks(String... languages) {
    return all().stream()
        .flatMap(document -> document.blocks().stream())
        .filter(block -> List.of(languages).contains(block.language()));
  }

  private static Markdown read(Path file) {
    var lines = lines(file);
    var blocks = new ArrayList<Block>();
    int start = -1;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("```")) {
        if (start >= 0) {
          var language = lines.get(start).substring(3).strip();
          var body = List.copyOf(lines.subList(start + 1, i));
          blocks.add(new Block(file, start + 1, language, note(lines, start), body));
        }
        start = start < 0 ? i : -1;
      }
    }
    if (start >= 0) {
      throw new IllegalStateException(file + ":" + (start + 1) + ": the block has no end");
    }
    return new Markdown(file, lines, blocks);
  }

  private static String note(List<String> lines, int fence) {
    var comment = COMMENT.matcher(fence == 0 ? "" : lines.get(fence - 1));
    return comment.matches() ? comment.group(1) + " " + comment.group(2) : "";
  }

  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
