package dev.pulse.samples.app;

import dev.pulse.api.config.Settings;
import dev.pulse.api.detect.Detector;
import dev.pulse.api.detect.Verdict;
import dev.pulse.samples.app.SeriesReader.LineException;
import dev.pulse.samples.app.SeriesReader.Point;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a detector over a file. */
@Command(
    name = "detect",
    description = {
      "Runs a detector over the values of a file, as a rule would over those of a check, and writes"
          + " a score from 0 (usual) to 1 (odd) for each, one per line.",
      ""
    },
    mixinStandardHelpOptions = true,
    parameterListHeading = "Parameters:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "The file has a line with the names of its columns; \"timestamp\" is one of them. Times look",
      "like 2026-03-01 12:30:00 (UTC), 2026-03-01T12:30:00Z or 1772368200. A line that is not as",
      "expected is an error with its number, and nothing is written for it or those that follow.",
      "",
      "Examples:",
      "  pulse detect latency.csv",
      "  pulse detect latency.csv --detector robust --option window=120 --explain",
      "  pulse detect shop.csv --column orders --detector seasonal --option zone=Europe/Berlin",
      "",
      "pulse plugins lists the detectors and their options.",
      "",
      "Exit codes:",
      "  0   the whole file was read, whatever was found",
      "  1   the file cannot be read, is not as expected, or the output cannot be written",
      "  2   the command line is wrong, or there is no such detector or option"
    })
final class DetectCommand implements Callable<Integer> {
  private static final int MOST_PROBLEMS = 20;

  private final Surroundings surroundings;

  @Parameters(paramLabel = "FILE", description = "The values, as CSV.")
  private Path file = Path.of("");

  @Option(
      names = {"-d", "--detector"},
      paramLabel = "TYPE",
      description = "The type of the detector; default: rarity.")
  private String type = "rarity";

  @Option(
      names = {"-o", "--option"},
      paramLabel = "NAME=VALUE",
      description = "An option of the detector; may be repeated.")
  private Map<String, String> options = new LinkedHashMap<>();

  @Option(
      names = "--column",
      paramLabel = "NAME",
      description = "The column with the values; default: value.")
  private String column = "value";

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where to write, replaced when it is there; default: standard output.")
  private @Nullable Path output;

  @Option(
      names = "--explain",
      description = "Write CSV with time, value, score, verdict and its numbers instead.")
  private boolean explain;

  @Mixin private PluginFolder folder = new PluginFolder();

  DetectCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws StartException {
    Logging.errorsOnly();
    try (var plugins = folder.load()) {
      var detector =
          Settings.of("--option", options, key -> "")
              .finish(settings -> plugins.detector(type, settings))
              .get();
      return output == null ? toStandardOutput(detector) : toFile(detector, output);
    }
  }

  private int toStandardOutput(Detector detector) throws StartException {
    var out =
        new BufferedWriter(new OutputStreamWriter(surroundings.out(), StandardCharsets.UTF_8));
    try {
      int code = run(detector, out);
      out.flush();
      if (surroundings.out().checkError()) {
        throw new IOException("standard output is closed");
      }
      return code;
    } catch (IOException e) {
      throw new StartException("cannot write: " + e.getMessage(), e);
    }
  }

  /** Whoever finds the file finds all of it: it gets its name when it is complete. */
  private int toFile(Detector detector, Path target) throws StartException {
    var part = target.resolveSibling(target.getFileName() + ".part");
    try {
      int code;
      try (var out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
        code = run(detector, out);
      }
      if (code == ExitCode.OK) {
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      }
      return code;
    } catch (IOException e) {
      throw new StartException("cannot write " + target + ": " + e, e);
    } finally {
      remove(part);
    }
  }

  private void remove(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      surroundings.err().println("cannot remove " + part + ": " + e);
    }
  }

  /**
   * Reads, judges, writes.
   *
   * @throws IOException when it cannot write; what is wrong with the input is reported
   */
  private int run(Detector detector, Writer out) throws IOException, StartException {
    try (var reader = open()) {
      int problems = judge(reader, detector, out);
      if (problems > MOST_PROBLEMS) {
        complain("and " + (problems - MOST_PROBLEMS) + " lines more");
      }
      return problems == 0 ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private BufferedReader open() throws StartException {
    try {
      return new BufferedReader(
          new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder()));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private StartException unreadable(IOException e) {
    if (e instanceof CharacterCodingException) {
      return new StartException(file + " is not UTF-8 text", e);
    }
    return new StartException(
        e instanceof NoSuchFileException
            ? file + " does not exist"
            : "cannot read " + file + ": " + e.getMessage(),
        e);
  }

  /** Returns how many lines were not as expected; nothing is written after the first. */
  private int judge(BufferedReader reader, Detector detector, Writer out)
      throws IOException, StartException {
    SeriesReader series;
    try {
      series = new SeriesReader(reader, column);
    } catch (LineException e) {
      complain(e.getMessage());
      return 1;
    } catch (IOException e) {
      throw unreadable(e);
    }
    if (explain) {
      out.write("timestamp,value,score,verdict,numbers\n");
    }
    int problems = 0;
    while (true) {
      try {
        Optional<Point> point = next(series);
        if (point.isEmpty()) {
          return problems;
        }
        if (problems == 0) {
          write(point.get(), observe(detector, point.get()), out);
        }
      } catch (LineException e) {
        problems++;
        if (problems <= MOST_PROBLEMS) {
          complain(e.getMessage());
        }
      }
    }
  }

  private Optional<Point> next(SeriesReader series) throws LineException, StartException {
    try {
      return series.next();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static Verdict observe(Detector detector, Point point) throws LineException {
    try {
      return detector.observe(point.value(), point.at());
    } catch (IllegalArgumentException e) {
      throw new LineException(point.line(), "the detector refuses it: " + e.getMessage());
    }
  }

  private void write(Point point, Verdict verdict, Writer out) throws IOException {
    if (explain) {
      out.write(point.at() + "," + point.value() + ",");
    }
    out.write(Double.toString(verdict.score()));
    if (explain) {
      var numbers =
          verdict.facts().entrySet().stream()
              .map(fact -> fact.getKey() + "=" + fact.getValue())
              .collect(Collectors.joining(" "));
      out.write("," + verdict.kind() + "," + numbers);
    }
    out.write('\n');
  }

  private void complain(@Nullable String message) {
    surroundings.err().println(file + ": " + CommandLineInterface.oneLine(message));
  }
}
