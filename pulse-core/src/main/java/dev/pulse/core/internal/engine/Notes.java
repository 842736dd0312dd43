package dev.pulse.core.internal.engine;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.model.RunLog;
import java.util.ArrayList;
import java.util.List;

/** The notes of one run: bounded, because a plug-in may be talkative. */
final class Notes implements RunLog {
  private static final int MAX_LINES = 200;
  private static final int MAX_LENGTH = 500;

  private final List<String> lines = new ArrayList<>();
  private final Object lock = new Object();
  private int dropped;

  @Override
  public void add(String line) {
    var clean = requireNonNull(line, "line").replaceAll("\\p{Cntrl}+", " ").strip();
    int length = clean.codePointCount(0, clean.length());
    var cut =
        length <= MAX_LENGTH
            ? clean
            : clean.substring(0, clean.offsetByCodePoints(0, MAX_LENGTH - 1)) + "…";
    synchronized (lock) {
      if (lines.size() < MAX_LINES) {
        lines.add(cut);
      } else {
        dropped++;
      }
    }
  }

  List<String> lines() {
    synchronized (lock) {
      if (dropped == 0) {
        return List.copyOf(lines);
      }
      var all = new ArrayList<>(lines);
      all.add("… and " + dropped + (dropped == 1 ? " more line" : " more lines"));
      return all;
    }
  }
}
