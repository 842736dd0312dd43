package dev.pulse.samples.server.status;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Registration;
import dev.pulse.api.config.Secret;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A page that tells the public how a group of checks stands: below {@code /status/} and its name,
 * as JSON with {@code .json} after that, and as badges. It shows the titles of checks, or the names
 * that it gives them, states, times, and what announced work is called and says; never a target's
 * address, a label, a tag, who works on it, or what a check found, unless it is told to.
 *
 * <p>A check belongs to it when it is named, has one of the tags, or has all of the labels. A page
 * without a token is open to all, also where the server has tokens. Immutable; prints without its
 * token.
 */
public final class StatusPage {
  /** How many days of history a page can show at most. */
  public static final int MOST_DAYS = 366;

  /** How many characters a token has at least. */
  public static final int SHORTEST_TOKEN = 16;

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?");
  private static final int LONGEST_TITLE = 200;
  private static final int LONGEST_DESCRIPTION = 2_000;
  private static final int DEFAULT_DAYS = 90;

  private final String name;
  private final String title;
  private final String description;
  private final Set<String> checks;
  private final Set<String> tags;
  private final Map<String, String> labels;
  private final Map<String, String> names;
  private final ZoneId zone;
  private final int days;
  private final boolean causes;
  private final @Nullable Secret token;

  private StatusPage(Builder builder) {
    this.name = builder.name;
    this.title = builder.title == null ? builder.name : builder.title;
    this.description = builder.description;
    this.checks = Set.copyOf(builder.checks);
    this.tags = Set.copyOf(builder.tags);
    this.labels = Map.copyOf(builder.labels);
    this.names = Map.copyOf(builder.names);
    this.causes = builder.causes;
    this.zone = builder.zone;
    this.days = builder.days;
    this.token = builder.token;
  }

  /**
   * A page of no checks yet.
   *
   * @param name its place in the address: up to 60 small letters, digits and hyphens
   */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** Whether a text can be the name of a page. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Its place in the address. */
  public String name() {
    return name;
  }

  /** What people read above it. */
  public String title() {
    return title;
  }

  /** What people read below the title; may be empty. */
  public String description() {
    return description;
  }

  /** Whose clocks say when a day begins. */
  public ZoneId zone() {
    return zone;
  }

  /** How many days of history it shows, today among them. */
  public int days() {
    return days;
  }

  /** Whether nobody sees it without a token. */
  public boolean isPrivate() {
    return token != null;
  }

  /** Whether a check belongs to it. */
  public boolean includes(Registration registration) {
    return checks.contains(registration.name())
        || !Collections.disjoint(tags, registration.tags())
        || (!labels.isEmpty()
            && registration.target().labels().asMap().entrySet().containsAll(labels.entrySet()));
  }

  /** The checks that it names; unmodifiable. */
  Set<String> checks() {
    return checks;
  }

  /** The tags whose checks it has; unmodifiable. */
  Set<String> tags() {
    return tags;
  }

  /** The labels whose checks it has; unmodifiable. */
  Map<String, String> labels() {
    return labels;
  }

  Optional<Secret> token() {
    return Optional.ofNullable(token);
  }

  /** What the public calls a check. */
  String shown(Registration registration) {
    return names.getOrDefault(registration.name(), registration.title());
  }

  /** Whether it tells what was found wrong. */
  boolean tellsCauses() {
    return causes;
  }

  @Override
  public String toString() {
    return "status page " + name + (isPrivate() ? " (private)" : "");
  }

  /** Builds a {@link StatusPage}. Confine to one thread. */
  public static final class Builder {
    private final String name;
    private @Nullable String title;
    private String description = "";
    private final Set<String> checks = new HashSet<>();
    private final Set<String> tags = new HashSet<>();
    private final Map<String, String> labels = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private ZoneId zone = ZoneId.of("UTC");
    private int days = DEFAULT_DAYS;
    private boolean causes;
    private @Nullable Secret token;

    private Builder(String name) {
      this.name = requireNonNull(name, "name");
    }

    /** What people read above it, 1 to 200 characters; default: its name. */
    public Builder title(String title) {
      this.title = requireNonNull(title, "title");
      return this;
    }

    /** What people read below the title, up to 2,000 characters; default: nothing. */
    public Builder description(String description) {
      this.description = requireNonNull(description, "description");
      return this;
    }

    /** Adds checks, by their names. */
    public Builder checks(Collection<String> names) {
      checks.addAll(names);
      return this;
    }

    /** Adds the checks that have one of these tags. */
    public Builder tags(Collection<String> tags) {
      this.tags.addAll(tags);
      return this;
    }

    /** Adds the checks whose targets have all of these labels, and those of further calls. */
    public Builder labels(Map<String, String> labels) {
      this.labels.putAll(labels);
      return this;
    }

    /**
     * What the page calls a check; default: its title.
     *
     * @param check the name of the check
     * @param shown what people read, 1 to 200 characters
     */
    public Builder show(String check, String shown) {
      names.put(requireNonNull(check, "check"), requireNonNull(shown, "shown"));
      return this;
    }

    /** Whose clocks say when a day begins, and are shown; default: UTC. */
    public Builder zone(ZoneId zone) {
      this.zone = requireNonNull(zone, "zone");
      return this;
    }

    /** How many days of history are shown, today among them, 1 to 366; default: 90. */
    public Builder days(int days) {
      this.days = days;
      return this;
    }

    /**
     * Whether incidents are told with what was found, such as {@code connection refused by
     * 10.0.0.7}: for pages of colleagues. Default: false, the public reads what the annotation
     * {@code public} of the rule says, or that there is trouble.
     */
    public Builder causes(boolean told) {
      this.causes = told;
      return this;
    }

    /**
     * Shows the page only to those who know a token, or one of the server's: typed into a form,
     * sent as bearer token, or as password of basic authentication. Default: open to all.
     *
     * @param token at least 16 characters
     */
    public Builder token(Secret token) {
      this.token = requireNonNull(token, "token");
      return this;
    }

    /**
     * The page.
     *
     * @throws IllegalArgumentException that lists everything that is not allowed
     */
    public StatusPage build() {
      var problems = new ArrayList<String>();
      if (!isName(name)) {
        problems.add("name must be 1 to 60 small letters, digits and hyphens");
      }
      if (title != null && (title.isBlank() || title.length() > LONGEST_TITLE)) {
        problems.add("title must have 1 to " + LONGEST_TITLE + " characters");
      }
      if (description.length() > LONGEST_DESCRIPTION) {
        problems.add("description must have at most " + LONGEST_DESCRIPTION + " characters");
      }
      if (checks.isEmpty() && tags.isEmpty() && labels.isEmpty()) {
        problems.add("it must have checks, tags or labels");
      }
      names.forEach(
          (check, shown) -> {
            if (shown.isBlank() || shown.length() > LONGEST_TITLE) {
              problems.add(
                  "the name shown for \""
                      + check
                      + "\" must have 1 to "
                      + LONGEST_TITLE
                      + " characters");
            }
          });
      if (days < 1 || days > MOST_DAYS) {
        problems.add("days must be 1 to " + MOST_DAYS + ", but are " + days);
      }
      if (token != null && token.reveal().length() < SHORTEST_TOKEN) {
        problems.add("token must have at least " + SHORTEST_TOKEN + " characters");
      }
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(
            "status page \"" + name + "\": " + String.join("; ", problems));
      }
      return new StatusPage(this);
    }
  }
}
