package dev.pulse.samples.ethereum.message;

import dev.pulse.core.chart.Picture;
import dev.pulse.discord.DiscordMention;
import dev.pulse.discord.DiscordThread;
import dev.pulse.samples.ethereum.report.SubjectReport;
import dev.pulse.samples.ethereum.report.SubjectReport.FailingCheck;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The details of a report, which stand in the thread below its message. */
final class ReportThread {
  private static final Duration ARCHIVED_AFTER = Duration.ofHours(1);

  private final String nodeDomain;

  ReportThread(String nodeDomain) {
    this.nodeDomain = nodeDomain;
  }

  /**
   * The thread.
   *
   * @param opening what its first message begins with; may be blank
   */
  DiscordThread of(
      SubjectReport report,
      String opening,
      Optional<Picture> picture,
      List<DiscordMention> mentions) {
    var day = report.at().atZone(ZoneOffset.UTC).toLocalDate();
    var client = Capital.first(report.subject().client());
    var thread = DiscordThread.builder(client + " Issues - " + day).archiveAfter(ARCHIVED_AFTER);
    var checks =
        report.failing().stream().map(FailingCheck::name).collect(Collectors.joining("\n"));
    var first = (opening + (checks.isEmpty() ? "" : "\nFailing checks:\n" + checks)).strip();
    if (!first.isEmpty()) {
      thread.say(first);
    }
    list(thread, "Affected", report.affected());
    list(thread, "Infrastructure", report.infrastructure());
    list(thread, "Likely unrelated", report.unrelated());
    list(thread, "No data", report.noData());
    thread.listing("SSH", logins(report));
    picture.ifPresent(thread::picture);
    return thread.mention(mentions).build();
  }

  private static void list(DiscordThread.Builder thread, String heading, List<String> nodes) {
    thread.listing(heading + " (" + nodes.size() + ")", nodes);
  }

  /**
   * How to get onto the machines that answer and fail, with names that can be those of machines.
   */
  private List<String> logins(SubjectReport report) {
    var nodes = new ArrayList<>(report.affected());
    nodes.addAll(report.unrelated());
    var network = report.subject().network();
    return nodes.stream()
        .flatMap(node -> NodeLogin.of(node, network, nodeDomain).stream())
        .toList();
  }
}
