package dev.pulse.samples.ethereum.monitor;

import dev.pulse.api.store.Document;
import dev.pulse.discord.DiscordMention;
import dev.pulse.samples.ethereum.message.MentionHandle;
import dev.pulse.samples.ethereum.report.Subject;
import dev.pulse.samples.ethereum.store.EthereumStore;
import dev.pulse.samples.ethereum.store.MentionsDocument;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Whom the alerts of a client call. Each answer is the sentence that people read. A store that
 * fails throws, and is never taken for one that has nothing. Thread-safe.
 */
public final class Mentions {
  private static final int MOST = 50;

  private final EthereumStore store;
  private final KnownNames known;
  private final InstantSource clock;

  Mentions(EthereumStore store, KnownNames known, InstantSource clock) {
    this.store = store;
    this.known = known;
    this.clock = clock;
  }

  /**
   * Adds people and roles; those that are there already stay where they are. A client that had none
   * calls them from now on.
   *
   * @param handles such as {@code <@41771983423143937> <@&41771983423143938>}
   * @throws Refusal when network, client or handles are refused; nothing has changed then
   */
  public String add(String network, String client, String guild, String handles) {
    known.requireNetwork(network);
    var key = known.requireClient(client);
    var added = parse(handles);
    var now = clock.instant();
    store
        .mentions()
        .change(
            store.paths().mentions(network, guild, key),
            found -> {
              var there = found.map(MentionsDocument::mentions).orElse(List.of());
              var all = united(there, added);
              return found
                  .map(old -> old.withMentions(all, now))
                  .orElseGet(() -> new MentionsDocument(network, key, guild, all, true, now, now));
            });
    return "Added " + shown(added) + " to " + key + " on " + network;
  }

  /**
   * Removes people and roles.
   *
   * @throws Refusal when network, client or handles are refused; nothing has changed then
   */
  public String remove(String network, String client, String guild, String handles) {
    known.requireNetwork(network);
    var key = known.requireClient(client);
    var gone = parse(handles).stream().map(MentionHandle::mention).toList();
    return changed(
        network,
        key,
        guild,
        "Removed " + shown(parse(handles)) + " from " + key + " on " + network,
        old ->
            old.withMentions(
                old.mentions().stream().filter(text -> !gone.contains(mention(text))).toList(),
                clock.instant()));
  }

  /**
   * Calls people, or calls them no more; who they are is kept.
   *
   * @throws Refusal when network or client are refused
   */
  public String enable(String network, String client, String guild, boolean enabled) {
    known.requireNetwork(network);
    var key = known.requireClient(client);
    return changed(
        network,
        key,
        guild,
        (enabled ? "Enabled" : "Disabled") + " mentions for " + key + " on " + network,
        old -> old.withEnabled(enabled, clock.instant()));
  }

  private String changed(
      String network,
      String client,
      String guild,
      String done,
      UnaryOperator<MentionsDocument> change) {
    return store
        .mentions()
        .changeIfPresent(store.paths().mentions(network, guild, client), change)
        .map(changed -> done)
        .orElse("No mentions configured for " + client + " on " + network);
  }

  /**
   * Those of a guild, sorted by network and client.
   *
   * @throws Refusal when network or client are refused
   */
  public List<MentionsDocument> list(
      String guild, Optional<String> network, Optional<String> client) {
    network.ifPresent(known::requireNetwork);
    var key = client.map(known::requireClient);
    return store.mentions().list().stream()
        .map(Document::value)
        .filter(document -> document.discordGuildId().equals(guild))
        .filter(document -> network.map(document.network()::equals).orElse(true))
        .filter(document -> key.map(document.client()::equals).orElse(true))
        .sorted(
            Comparator.comparing(MentionsDocument::network).thenComparing(MentionsDocument::client))
        .toList();
  }

  /** Whom an alert of a subject calls; nobody while they are disabled. */
  List<DiscordMention> of(Subject subject) {
    return store
        .mentions()
        .find(store.paths().mentions(subject.network(), subject.guild(), subject.client()))
        .map(Document::value)
        .filter(MentionsDocument::enabled)
        .map(document -> document.mentions().stream().map(Mentions::mention).toList())
        .orElse(List.of());
  }

  private static List<MentionHandle> parse(String handles) {
    try {
      return MentionHandle.parseAll(handles);
    } catch (IllegalArgumentException e) {
      throw new Refusal(String.valueOf(e.getMessage()));
    }
  }

  /** In the order of adding, each of them once, however it is written. */
  private static List<String> united(List<String> there, List<MentionHandle> added) {
    Map<DiscordMention, String> all = new LinkedHashMap<>();
    Stream.concat(there.stream().map(MentionHandle::parse), added.stream())
        .forEach(handle -> all.putIfAbsent(handle.mention(), handle.text()));
    if (all.size() > MOST) {
      throw new Refusal("A client has at most " + MOST + " mentions");
    }
    return List.copyOf(all.values());
  }

  private static DiscordMention mention(String text) {
    return MentionHandle.parse(text).mention();
  }

  private static String shown(List<MentionHandle> handles) {
    return String.join(" ", handles.stream().map(MentionHandle::text).toList());
  }
}
