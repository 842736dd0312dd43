package dev.pulse.samples.server.status;

import static dev.pulse.samples.server.status.Markup.text;

import dev.pulse.samples.server.web.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes incidents and announced work as an Atom feed (RFC 4287). An entry keeps its id, and is
 * updated when it ends, so that readers show it anew. Addresses are relative: who asks knows where
 * the server is, and a cache must not learn it from a header.
 */
final class FeedWriter {
  /** The content type. */
  static final String TYPE = "application/atom+xml";

  private static final int MOST_NAMED = 20;

  private final StatusPage page;
  private final StatusReport report;

  private FeedWriter(StatusPage page, StatusReport report) {
    this.page = page;
    this.report = report;
  }

  static Response response(StatusPage page, StatusReport report) {
    var feed = new FeedWriter(page, report).write();
    return Response.text(200, TYPE + "; charset=utf-8", feed);
  }

  private record Entry(String id, String title, Instant begun, Instant updated, String content) {}

  private String write() {
    var entries = new ArrayList<Entry>();
    report.incidents().forEach(trouble -> entries.add(entry(trouble)));
    report.past().forEach(trouble -> entries.add(entry(trouble)));
    report.maintenance().forEach(work -> entries.add(entry(work)));
    report.pastMaintenance().forEach(work -> entries.add(entry(work)));
    entries.sort(Comparator.comparing(Entry::updated).reversed());
    var out = new StringBuilder(4_096);
    out.append("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n")
        .append("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n<id>")
        .append(PublicId.urn(page, ""))
        .append("</id>\n<title>")
        .append(text(page.title()))
        .append("</title>\n<updated>")
        // Nothing happened so far: the feed is as old as its page.
        .append(entries.isEmpty() ? Instant.EPOCH : entries.get(0).updated())
        .append("</updated>\n<author><name>")
        .append(text(page.title()))
        .append("</name></author>\n<generator>Pulse</generator>\n<link rel=\"self\" type=\"")
        .append(TYPE)
        .append("\" href=\"")
        .append(page.name())
        .append(".atom\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"")
        .append(page.name())
        .append("\"/>\n");
    entries.forEach(entry -> write(entry, out));
    return out.append("</feed>\n").toString();
  }

  private void write(Entry entry, StringBuilder out) {
    out.append("<entry>\n<id>")
        .append(PublicId.urn(page, entry.id()))
        .append("</id>\n<title>")
        .append(text(entry.title()))
        .append("</title>\n<published>")
        .append(entry.begun())
        .append("</published>\n<updated>")
        .append(entry.updated())
        .append("</updated>\n<link rel=\"alternate\" type=\"text/html\" href=\"")
        .append(page.name())
        .append('#')
        .append(entry.id())
        .append("\"/>\n<content type=\"html\">")
        .append(text(entry.content()))
        .append("</content>\n</entry>\n");
  }

  private Entry entry(StatusReport.Trouble trouble) {
    @Nullable Instant ended = trouble.endedAt();
    @Nullable Instant worked = trouble.workedOnSince();
    var said = new ArrayList<String>();
    said.add(trouble.component());
    if (ended == null) {
      said.add("Since " + time(trouble.startedAt()) + ".");
      if (worked != null) {
        said.add("Somebody has worked on it since " + time(worked) + ".");
      }
    } else {
      said.add(stretch(trouble.startedAt(), ended));
    }
    if (trouble.cause() != null) {
      said.add(trouble.cause());
    }
    var updated = ended != null ? ended : worked != null ? worked : trouble.startedAt();
    return new Entry(
        trouble.id(),
        (ended == null ? "" : "Over: ") + trouble.title(),
        trouble.startedAt(),
        updated,
        paragraphs(said));
  }

  private Entry entry(StatusReport.Work work) {
    var said = new ArrayList<String>();
    said.add(stretch(work.from(), work.to()));
    if (work.text() != null) {
      work.text().lines().forEach(said::add);
    }
    said.add(String.join(", ", first(work.components())));
    boolean over = work.state().equals("over");
    // When it was announced nobody knows any more; from then on it is told.
    var told = work.from().minus(WorkBoard.AHEAD);
    boolean begun = !work.state().equals("planned");
    return new Entry(
        work.id(),
        (over ? "Done: " : work.state().equals("active") ? "Going on: " : "Planned: ")
            + work.name(),
        told,
        over ? work.to() : begun ? work.from() : told,
        paragraphs(said));
  }

  /** HTML, which the feed has as a text. */
  private static String paragraphs(List<String> said) {
    return said.stream()
        .map(line -> "<p>" + Markup.isolated(line) + "</p>")
        .collect(Collectors.joining());
  }

  private static List<String> first(List<String> names) {
    return names.subList(0, Math.min(names.size(), MOST_NAMED));
  }

  private String stretch(Instant from, Instant to) {
    return time(from)
        + " to "
        + time(to)
        + " ("
        + page.zone().getId()
        + "), "
        + Spoken.duration(Duration.between(from, to))
        + ".";
  }

  private String time(Instant time) {
    return Spoken.plainTime(time, page.zone());
  }
}
