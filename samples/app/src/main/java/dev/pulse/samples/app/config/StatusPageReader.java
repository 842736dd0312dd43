package dev.pulse.samples.app.config;

import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Settings;
import dev.pulse.samples.server.status.StatusPage;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the status pages, and judges whether what they name is there. */
final class StatusPageReader {
  private static final int SHOWN = 20;
  private static final int LONGEST_TITLE = 200;
  private static final int LONGEST_DESCRIPTION = 2_000;
  private static final int DAYS = 90;

  private final List<Registration> registrations;
  private final Set<String> tags = new TreeSet<>();

  /** A reader that knows these checks. */
  StatusPageReader(List<Registration> registrations) {
    this.registrations = registrations;
    for (Registration registration : registrations) {
      tags.addAll(registration.tags());
    }
  }

  List<StatusPage> read(List<Settings> sections) {
    var pages = new ArrayList<StatusPage>();
    var taken = new HashMap<String, String>();
    for (Settings section : sections) {
      section.attempt(this::read).flatMap(page -> page).ifPresent(pages::add);
      var name = section.text("name").orElse("");
      @Nullable String other = name.isEmpty() ? null : taken.putIfAbsent(name, section.path());
      if (other != null) {
        section.note("name", "is the name of " + other + " already; names must be unique");
      }
    }
    return pages;
  }

  /** The page; empty when it is refused for what was noted already, with its place in the file. */
  private Optional<StatusPage> read(Settings section) {
    var name =
        section
            .text("name")
            .where(StatusPage::isName, "must be 1 to 60 small letters, digits and hyphens")
            .required();
    var title = section.text("title").where(StatusPageReader::isTitle, tooLong()).optional();
    var description =
        section
            .text("description")
            .where(
                text -> text.length() <= LONGEST_DESCRIPTION,
                "must have at most " + LONGEST_DESCRIPTION + " characters")
            .optional();
    var zone = section.zone("zone").orElse(ZoneId.of("UTC"));
    int days = section.integer("days").between(1, StatusPage.MOST_DAYS).orElse(DAYS);
    boolean causes = section.bool("causes").orElse(false);
    var token =
        section
            .secret("token")
            .where(
                secret -> secret.reveal().length() >= StatusPage.SHORTEST_TOKEN,
                "must have at least " + StatusPage.SHORTEST_TOKEN + " characters")
            .optional();
    var checks = section.texts("checks").notEmpty().optional().orElse(List.of());
    var wanted = section.texts("tags").notEmpty().optional().orElse(List.of());
    var labels = labels(section);
    noteUnknownTags(section, wanted);
    var shown = shown(section);
    boolean anything = section.has("checks") || section.has("tags") || section.has("labels");
    if (!anything) {
      section.note("checks", "is missing; a page has checks, tags or labels");
    }
    var page =
        StatusPage.builder(name)
            .checks(checks)
            .tags(wanted)
            .labels(labels)
            .zone(zone)
            .days(days)
            .causes(causes);
    title.ifPresent(page::title);
    description.ifPresent(page::description);
    token.ifPresent(page::token);
    shown.forEach(page::show);
    try {
      return Optional.of(judged(section, page.build(), shown.keySet()));
    } catch (IllegalArgumentException e) {
      if (section.problems().isEmpty()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** A name for what the page does not show is a slip: of the name, or of what it shows. */
  private StatusPage judged(Settings section, StatusPage page, Collection<String> shown) {
    for (Registration registration : registrations) {
      if (shown.contains(registration.name()) && !page.includes(registration)) {
        section.note("names", "names \"" + registration.name() + "\", which is not on this page");
      }
    }
    return page;
  }

  private static Map<String, String> labels(Settings section) {
    var labels = section.map("labels").optional().orElse(Map.of());
    if (section.has("labels") && labels.isEmpty()) {
      section.note("labels", "must not be empty");
    }
    for (String label : labels.keySet()) {
      if (!MatcherReader.isLabel(label)) {
        section.note("labels", "has \"" + label + "\", which is not the name of a label like team");
      }
    }
    return labels;
  }

  private static Map<String, String> shown(Settings section) {
    var shown = section.map("names").optional().orElse(Map.of());
    shown.forEach(
        (check, text) -> {
          if (!isTitle(text)) {
            section.note("names", "has a name for \"" + check + "\" that " + tooLong());
          }
        });
    return shown;
  }

  private static boolean isTitle(String text) {
    return !text.isBlank() && text.length() <= LONGEST_TITLE;
  }

  private static String tooLong() {
    return "must have 1 to " + LONGEST_TITLE + " characters";
  }

  private void noteUnknownTags(Settings section, Collection<String> wanted) {
    for (String tag : wanted) {
      if (!tags.contains(tag)) {
        section.note(
            "tags",
            "names \""
                + tag
                + "\", which no check here has; there are "
                + (tags.isEmpty()
                    ? "none"
                    : tags.stream().limit(SHOWN).collect(Collectors.joining(", "))));
      }
    }
  }
}
