package dev.pulse.benchmarks.report;

import com.squareup.moshi.Moshi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A figure as the parts hand it on, one to a line of JSON. Public for the JSON library.
 *
 * @param part which part of the benchmarks it belongs to, by letter or name
 * @param name what was measured
 * @param value how much; null when it could not be measured, and the note says why
 * @param unit of value and limit
 * @param limit what can be had at best, measured in the same run
 * @param ratio the value as a multiple of the limit
 * @param target what is wanted, for people
 * @param met whether it is as wanted; null without a target
 * @param note what the name leaves open
 */
public record Line(
    String part,
    String name,
    @Nullable Double value,
    @Nullable String unit,
    @Nullable Double limit,
    @Nullable Double ratio,
    @Nullable String target,
    @Nullable Boolean met,
    @Nullable String note) {

  /** All lines of all files of a folder, file by file. */
  static List<Line> readAll(Path folder) throws IOException {
    var adapter = new Moshi.Builder().build().adapter(Line.class);
    var lines = new ArrayList<Line>();
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".jsonl")).sorted().toList()) {
        for (String text : Files.readAllLines(file, StandardCharsets.UTF_8)) {
          var line = adapter.fromJson(text);
          if (line == null || line.part == null || line.name == null) {
            throw new IOException(file + " has a line without part or name: " + text);
          }
          lines.add(line);
        }
      }
    }
    return lines;
  }
}
