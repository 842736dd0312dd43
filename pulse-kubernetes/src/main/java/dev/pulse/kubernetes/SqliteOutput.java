package dev.pulse.kubernetes;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import dev.pulse.kubernetes.KubernetesException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okio.Buffer;

/** The two forms in which the {@code sqlite3} program is asked to write rows, and their reading. */
enum SqliteOutput {
  /** One JSON array of objects; {@code sqlite3} has it since 3.33. */
  JSON {
    @Override
    List<String> options() {
      return List.of("-json");
    }

    @Override
    List<SqliteRow> read(String stdout) throws IOException {
      int begin = stdout.indexOf('[');
      if (begin < 0) {
        throw new IOException("no array");
      }
      // What follows the first array is the answer to another statement.
      var reader = JsonReader.of(new Buffer().writeUtf8(stdout.substring(begin)));
      var rows = new ArrayList<SqliteRow>();
      try {
        reader.beginArray();
        while (reader.hasNext()) {
          rows.add(object(reader));
        }
        reader.endArray();
      } catch (JsonDataException e) {
        throw new IOException("not an array of objects", e);
      }
      return rows;
    }
  },

  /** Values between separators that no text has; the first record names the columns. */
  SEPARATED {
    @Override
    List<String> options() {
      return List.of("-header", "-separator", "\u001f", "-newline", "\u001e", "-nullvalue", "\\N");
    }

    @Override
    List<SqliteRow> read(String stdout) throws IOException {
      var records = stdout.split("\u001e", -1);
      if (!records[records.length - 1].isBlank()) {
        throw new IOException("the last record has no end");
      }
      var names = records[0].split("\u001f", -1);
      var rows = new ArrayList<SqliteRow>();
      for (int i = 1; i < records.length - 1; i++) {
        rows.add(record(names, records[i].split("\u001f", -1)));
      }
      return rows;
    }
  };

  private static final String NULL = "\\N";
  private static final int LONGEST_EXCERPT = 80;

  /** What tells the program to write in this form. */
  abstract List<String> options();

  abstract List<SqliteRow> read(String stdout) throws IOException;

  /**
   * The rows; at least one.
   *
   * @throws KubernetesException when there are none, or they cannot be read
   */
  List<SqliteRow> rows(String stdout) {
    // The program writes nothing at all for a query without rows.
    if (!stdout.isBlank()) {
      List<SqliteRow> rows;
      try {
        rows = read(stdout);
      } catch (IOException e) {
        throw KubernetesException.of(
            Kind.UNEXPECTED_OUTPUT, "unexpected output: " + excerpt(stdout), e);
      }
      if (!rows.isEmpty()) {
        return List.copyOf(rows);
      }
    }
    throw KubernetesException.of(Kind.NO_RECORDS, "No records found");
  }

  private static SqliteRow object(JsonReader reader) throws IOException {
    var row = new SqliteRow.Builder();
    reader.beginObject();
    while (reader.hasNext()) {
      var name = reader.nextName();
      switch (reader.peek()) {
        case STRING -> row.text(name, reader.nextString());
        case NUMBER -> row.number(name, reader.nextString());
        case NULL -> {
          reader.<Object>nextNull();
          row.nothing(name);
        }
        default -> throw new IOException("a value that no column has");
      }
    }
    reader.endObject();
    return row.build();
  }

  private static SqliteRow record(String[] names, String[] values) throws IOException {
    if (values.length != names.length) {
      throw new IOException("a record of another length than the first");
    }
    var row = new SqliteRow.Builder();
    for (int i = 0; i < names.length; i++) {
      if (values[i].equals(NULL)) {
        row.nothing(names[i]);
      } else {
        row.any(names[i], values[i]);
      }
    }
    return row.build();
  }

  private static String excerpt(String stdout) {
    var shown = new StringBuilder();
    stdout
        .codePoints()
        .limit(LONGEST_EXCERPT)
        .forEach(c -> shown.appendCodePoint(isVisible(c) ? c : ' '));
    return shown.toString();
  }

  private static boolean isVisible(int c) {
    int type = Character.getType(c);
    return type != Character.CONTROL
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }
}
