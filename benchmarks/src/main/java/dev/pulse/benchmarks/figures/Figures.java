package dev.pulse.benchmarks.figures;

import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the figures of one part: prints each for people and, where the system property {@value
 * #FOLDER} names a folder, writes it there as a line of JSON for the table. Confine to one thread.
 */
public final class Figures implements AutoCloseable {
  /** Names the folder for the lines of JSON. */
  public static final String FOLDER = "pulse.benchmarks.results";

  private final String part;
  private final @Nullable Path file;
  private final Path unfinished;
  private final @Nullable Writer lines;
  private boolean complete;

  private Figures(String part, @Nullable Path file) throws IOException {
    this.part = part;
    this.file = file;
    this.unfinished = Path.of(file + ".part");
    this.lines = file == null ? null : Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8);
  }

  /**
   * For the figures of a part.
   *
   * @param part {@code http}, {@code hung}, {@code journal}, {@code micro}, {@code startup} or
   *     {@code others}
   */
  public static Figures open(String part) throws IOException {
    var folder = System.getProperty(FOLDER);
    if (folder == null) {
      return new Figures(part, null);
    }
    Files.createDirectories(Path.of(folder));
    return new Figures(part, Path.of(folder, part + ".jsonl"));
  }

  /** Takes a figure. */
  public void add(Figure figure) throws IOException {
    System.out.println(text(figure));
    if (lines != null) {
      lines.write(json(figure) + "\n");
    }
  }

  /** Says that there will be no more; without it the file of the last run stays as it was. */
  public void complete() {
    complete = true;
  }

  @Override
  public void close() throws IOException {
    if (lines != null && file != null) {
      lines.close();
      if (complete) {
        Files.move(unfinished, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.delete(unfinished);
      }
    }
  }

  private static String text(Figure figure) {
    var text = new StringBuilder(String.format(Locale.ROOT, "  %-58s", figure.name()));
    var value = figure.value();
    if (value == null) {
      return text.append(" not measured: ").append(figure.note()).toString();
    }
    text.append(' ').append(Numbers.text(value)).append(' ').append(figure.unit());
    var limit = figure.limit();
    var ratio = figure.ratio();
    if (limit != null && ratio != null) {
      text.append("; limit ").append(Numbers.text(limit)).append(", ratio ");
      text.append(Numbers.text(ratio));
    }
    var target = figure.target();
    if (target != null) {
      text.append("; target ").append(Target.parse(target));
      text.append(isMet(figure, target) ? ": met" : ": MISSED");
    }
    return text.toString();
  }

  private static boolean isMet(Figure figure, String target) {
    return Target.parse(target).isMet(figure.value(), figure.ratio());
  }

  private String json(Figure figure) throws IOException {
    var buffer = new Buffer();
    try (var json = JsonWriter.of(buffer)) {
      json.setSerializeNulls(true);
      json.beginObject();
      json.name("part").value(part).name("name").value(figure.name());
      json.name("value").value(figure.value()).name("unit").value(figure.unit());
      json.name("limit").value(figure.limit()).name("ratio").value(figure.ratio());
      var target = figure.target();
      json.name("target").value(target == null ? null : Target.parse(target).toString());
      json.name("met").value(target == null ? null : isMet(figure, target));
      json.name("note").value(figure.note());
      json.endObject();
    }
    return buffer.readUtf8();
  }
}
