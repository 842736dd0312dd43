package dev.pulse.samples.ethereum.message;

import dev.pulse.discord.DiscordMessage;
import dev.pulse.samples.ethereum.directory.ClientEntry;
import dev.pulse.samples.ethereum.directory.NetworkDirectory;
import dev.pulse.samples.ethereum.report.SubjectReport;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every message about a report has: whose it is, which run found it, where to go on. */
final class ReportEmbed {
  private static final Logger log = LoggerFactory.getLogger(ReportEmbed.class);
  private static final int LONGEST_LINK = 512;
  private static final int LONGEST_LOGO = 2_048;

  private final MessageLinks links;
  private final Supplier<Optional<NetworkDirectory>> directory;
  private final @Nullable HiveSource hive;

  ReportEmbed(
      MessageLinks links,
      Supplier<Optional<NetworkDirectory>> directory,
      @Nullable HiveSource hive) {
    this.links = links;
    this.directory = directory;
    this.hive = hive;
  }

  /** A message with a line, which may be blank; its fields come from whoever asked. */
  DiscordMessage.Builder of(SubjectReport report, String line) {
    var subject = report.subject();
    var message =
        DiscordMessage.builder(line)
            .colour(NetworkColour.of(subject.network()))
            .at(report.at())
            .footer("ID: " + report.runId());
    if (!subject.client().isEmpty()) {
      message.title(Capital.first(subject.client()));
      logo(subject.client()).ifPresent(message::thumbnail);
    }
    link(message, "Grafana", links.grafana(report));
    link(message, "Logs", links.logs(report));
    if (isInHive(subject.network())) {
      link(message, "Hive", links.hive(report));
    }
    return message;
  }

  /** An address of a network with a very long name leads nowhere at Discord. */
  private static void link(DiscordMessage.Builder message, String label, String address) {
    if (address.length() <= LONGEST_LINK) {
      message.link(label, URI.create(address));
    }
  }

  private Optional<URI> logo(String client) {
    return directory
        .get()
        .flatMap(known -> known.client(client))
        .flatMap(ClientEntry::logo)
        .flatMap(ReportEmbed::webAddress);
  }

  /** The document is somebody else's: what is no address of a picture is left out. */
  private static Optional<URI> webAddress(String text) {
    try {
      var address = new URI(text);
      var scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
      boolean web = (scheme.equals("https") || scheme.equals("http")) && address.getHost() != null;
      return web && address.toASCIIString().length() <= LONGEST_LOGO
          ? Optional.of(address)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private boolean isInHive(String network) {
    if (hive == null) {
      return false;
    }
    try {
      return hive.lists(links.hiveNetwork(network));
    } catch (Exception e) {
      logLeftOut("The link to Hive", e);
      return false;
    }
  }

  /** Says that a message goes without something that is not worth losing it. */
  static void logLeftOut(String what, Exception failure) {
    if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    log.warn("{} was left out of a message", what, failure);
  }
}
