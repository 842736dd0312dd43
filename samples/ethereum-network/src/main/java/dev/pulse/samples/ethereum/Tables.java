package dev.pulse.samples.ethereum;

import dev.pulse.samples.ethereum.monitor.Registrations;
import dev.pulse.samples.ethereum.store.MentionsDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lists as people read them, one table for each network. */
final class Tables {
  private static final String YES = "✅";
  private static final String NO = "❌";

  private Tables() {}

  static String checks(List<Registrations.Row> rows) {
    var tables = new TreeMap<String, List<List<String>>>();
    for (Registrations.Row row : rows) {
      tables
          .computeIfAbsent(row.network(), network -> new ArrayList<>())
          .add(List.of(row.client(), row.enabled() ? YES : NO, row.nextRun()));
    }
    return text(tables, List.of("Client", "Status", "Next Run"), "No checks are registered");
  }

  static String mentions(List<MentionsDocument> documents) {
    var tables = new TreeMap<String, List<List<String>>>();
    for (MentionsDocument document : documents) {
      tables
          .computeIfAbsent(document.network(), network -> new ArrayList<>())
          .add(
              List.of(
                  document.client(),
                  document.enabled() ? YES : NO,
                  document.mentions().isEmpty() ? "none" : String.join(" ", document.mentions())));
    }
    return text(tables, List.of("Client", "Status", "Mentions"), "No mentions are configured");
  }

  private static String text(
      Map<String, List<List<String>>> tables, List<String> heads, String nothing) {
    if (tables.isEmpty()) {
      return nothing + "\n";
    }
    var text = new StringBuilder();
    tables.forEach(
        (network, rows) -> {
          text.append(text.isEmpty() ? "" : "\n").append(network).append('\n');
          int width = width(heads.get(0), rows);
          line(text, heads, width);
          rows.forEach(row -> line(text, row, width));
        });
    return text.toString();
  }

  private static int width(String head, List<List<String>> rows) {
    return rows.stream().mapToInt(row -> row.get(0).length()).reduce(head.length(), Math::max);
  }

  private static void line(StringBuilder text, List<String> cells, int width) {
    text.append(cells.get(0))
        .append(" ".repeat(width - cells.get(0).length()))
        .append(" | ")
        .append(cells.get(1))
        .append(" | ")
        .append(cells.get(2))
        .append('\n');
  }
}
