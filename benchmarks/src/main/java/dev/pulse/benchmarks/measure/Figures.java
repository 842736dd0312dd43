package dev.pulse.benchmarks.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The figures of one run: printed for people, and added to a file as lines of JSON. */
public final class Figures {
  private final List<Figure> figures = new ArrayList<>();

  /** Adds one and prints it. */
  public void add(Figure figure) {
    figures.add(figure);
    System.out.println(figure);
  }

  /** Whether all reach their targets. */
  public boolean areMet() {
    return figures.stream().allMatch(Figure::isMet);
  }

  /** Adds all to the end of a file, whose folder is made where it is missing. */
  public void append(Path file) throws IOException {
    var lines = new ArrayList<String>();
    for (Figure figure : figures) {
      lines.add(figure.json());
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(
        file, lines, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
