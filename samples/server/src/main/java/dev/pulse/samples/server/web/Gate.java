package dev.pulse.samples.server.web;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a request may come in at all: of a known caller, and no foreign page behind it.
 */
final class Gate {
  private static final Logger log = LoggerFactory.getLogger(Gate.class);
  private static final String PRINCIPAL = "dev.pulse.principal";
  private static final String LASTING = "dev.pulse.lasting";

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  private final TokenRing tokens;
  private final Guesses guesses;
  private final @Nullable Authenticator host;
  private final @Nullable Sessions sessions;
  private final @Nullable Principal guest;
  private final BiPredicate<String, String> open;
  private final Function<String, Origins> origins;
  private final OwnNames names;

  /**
   * A gate.
   *
   * @param options what callers must know, or who knows them; nothing lets everybody in
   * @param guesses limits tokens that are wrong
   * @param open whether a method of a path needs no token
   * @param origins whose pages may ask for a path, beside the server's own
   * @param names by which names the server's own pages are found
   */
  Gate(
      WebServer.Options options,
      Guesses guesses,
      BiPredicate<String, String> open,
      Function<String, Origins> origins,
      OwnNames names) {
    this.tokens = new TokenRing(options.tokens());
    this.guesses = guesses;
    this.host = options.host().orElse(null);
    this.sessions = options.sessions().orElse(null);
    this.guest = options.guest().orElse(null);
    this.open = open;
    this.origins = origins;
    this.names = names;
  }

  void check(Context context) {
    var origin = context.header("Origin");
    boolean foreign = letIn(context, origin);
    // A browser that asks on behalf of a page has no token yet.
    boolean asksFirst = foreign && context.method().equals(HandlerType.OPTIONS);
    boolean named = !open.test(context.req().getMethod(), context.path());
    if (knowsPeople() && !asksFirst && named) {
      context.attribute(PRINCIPAL, known(context));
    } else if (!knowsPeople() && guest != null && !foreign) {
      context.attribute(PRINCIPAL, guest);
    }
    if (!foreign) {
      requireOwnOrigin(origin, context.header("Host"));
    }
  }

  private boolean knowsPeople() {
    return !tokens.isEmpty() || host != null || sessions != null;
  }

  /** Whether a page of another origin asks that may; its browser is told so. */
  private boolean letIn(Context context, @Nullable String origin) {
    var allowed = origins.apply(context.path());
    if (!allowed.isEmpty() && !allowed.isAny()) {
      context.header("Vary", "Origin");
    }
    if (origin == null || !allowed.includes(origin)) {
      return false;
    }
    context.header("Access-Control-Allow-Origin", allowed.isAny() ? "*" : origin);
    return true;
  }

  /** Who sent a request that was let in; null when nobody had to say. */
  static @Nullable Principal principal(Context context) {
    return context.attribute(PRINCIPAL);
  }

  /** Tells of an answer that takes long whether the caller may still have it. */
  static BooleanSupplier lasting(Context context) {
    @Nullable Supplier<BooleanSupplier> lasting = context.attribute(LASTING);
    return lasting == null ? () -> true : lasting.get();
  }

  /** Lets only those go on who may use a route; where nobody is known everybody may. */
  static void requireRole(Context context, Role needed) {
    var principal = principal(context);
    if (principal != null) {
      requireRole(principal, needed);
    }
  }

  static void requireRole(Principal principal, Role needed) {
    if (!principal.role().includes(needed)) {
      throw HttpError.of(403, "Role not sufficient")
          .withDetail(
              "This needs the role "
                  + word(needed)
                  + ", and \""
                  + principal.name()
                  + "\" has the role "
                  + word(principal.role())
                  + ".");
    }
  }

  private static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private Principal known(Context context) {
    var authorization = context.header("Authorization");
    var given = Credentials.of(authorization);
    var found =
        given != null
            ? judged(context, given)
            : Optional.ofNullable(
                host != null ? knownToHost(context, host) : signedIn(context, authorization));
    return found.orElseThrow(() -> unknown(context));
  }

  private Optional<Principal> judged(Context context, String given) {
    var asked = host;
    if (asked == null) {
      return guessed(context, given, Optional::empty);
    }
    if (given.length() >= Guesses.UNGUESSABLE) {
      return guessed(context, given, () -> Optional.ofNullable(knownToHost(context, asked)));
    }
    // What was guessed here keeps nobody away from the host, whose passwords may well be short.
    Optional<Principal> known;
    try {
      known = asked.ask(Exchange.bare(context));
    } catch (RuntimeException e) {
      // Whoever has a token of the server needs no host.
      return guessed(context, given, Optional::empty)
          .or(
              () -> {
                throw e;
              });
    }
    known.ifPresent(caller -> letInByHost(context, asked, caller));
    return known.or(() -> guessed(context, given, Optional::empty));
  }

  /** Whose a token is, by the server or else by somebody else who is asked meanwhile. */
  private Optional<Principal> guessed(
      Context context, String given, Supplier<Optional<Principal>> otherwise) {
    var judged =
        guesses.token(
            Guesses.Place.API,
            Exchange.bare(context),
            given,
            () -> Optional.ofNullable(tokens.owner(given)).or(otherwise));
    if (judged.isLimited()) {
      throw Guesses.tooMany(judged.pause());
    }
    return judged.right();
  }

  private static @Nullable Principal knownToHost(Context context, Authenticator host) {
    var principal = host.ask(Exchange.bare(context)).orElse(null);
    if (principal != null) {
      letInByHost(context, host, principal);
    }
    return principal;
  }

  private static void letInByHost(Context context, Authenticator host, Principal principal) {
    requireProof(context);
    lasts(
        context,
        () -> {
          var request = Exchange.kept(context);
          return () -> isStill(principal, host, request);
        });
  }

  /** Only answers that take long ask: what they need is made then. */
  private static void lasts(Context context, Supplier<BooleanSupplier> lasting) {
    context.attribute(LASTING, lasting);
  }

  /** Whom the host calls another name by now, or gives another role, comes back as that. */
  private static boolean isStill(Principal principal, Authenticator host, Request request) {
    try {
      return host.ask(request).filter(principal::equals).isPresent();
    } catch (HttpError e) {
      log.debug("The host application lets \"{}\" in no longer", principal.name(), e);
    } catch (RuntimeException e) {
      log.warn("A stream of \"{}\" ends, as the host fails", principal.name(), e);
    }
    return false;
  }

  /** What a host looks at is what browsers send by themselves: its requests must be meant. */
  private static void requireProof(Context context) {
    if (writes(context) && context.header(Sessions.PROOF) == null) {
      throw Sessions.unproven();
    }
  }

  /** Who sends a token that nobody has is no one, whatever the cookies say. */
  private @Nullable Principal signedIn(Context context, @Nullable String authorization) {
    if (sessions == null || authorization != null) {
      return null;
    }
    var request = Exchange.bare(context);
    var caller = sessions.caller(request, writes(context));
    lasts(context, () -> sessions.lasting(request));
    return caller;
  }

  private static boolean writes(Context context) {
    return !READING.contains(context.req().getMethod());
  }

  private HttpError unknown(Context context) {
    var error = HttpError.of(401, "Unauthorized").withDetail(whatIsMissing());
    boolean form = sessions != null && isByScript(context);
    if (tokens.isEmpty() || form) {
      var asking = error.withHeader("WWW-Authenticate", "Bearer realm=\"Pulse\"");
      return form ? asking.withHeader("X-Pulse-Sign-In", "session") : asking;
    }
    return error.withHeader("WWW-Authenticate", "Basic realm=\"Pulse\", charset=\"UTF-8\"");
  }

  private String whatIsMissing() {
    if (!tokens.isEmpty()) {
      return "This route needs the header \"Authorization: Bearer\" with a token, or Basic with the"
          + " token as password.";
    }
    return sessions == null
        ? "The application that this server belongs to does not know you."
        : "Sign in to the dashboard. Its passwords are for people only, and no token is set here for"
            + " programs.";
  }

  /** The dashboard has a form; to whom its browser would show one of its own otherwise. */
  private static boolean isByScript(Context context) {
    var accepted = context.header("Accept");
    return context.header(Sessions.PROOF) != null
        || (accepted != null && accepted.contains("text/event-stream"));
  }

  /** Browsers say which page a request comes from; a page of another host has no business here. */
  private void requireOwnOrigin(@Nullable String origin, @Nullable String host) {
    if (origin == null) {
      return;
    }
    var authority = authority(origin);
    if (authority == null || host == null || !authority.equals(plain(origin, host))) {
      throw HttpError.of(403, "Cross-origin request refused")
          .withDetail("The header Origin names another host than the header Host.");
    }
    // A token is what no page of somebody else has; and nobody gets here by TLS but through a
    // proxy.
    if (!knowsPeople() && isWithoutTls(origin) && names.isForeign(host)) {
      throw HttpError.of(403, "Cross-origin request refused")
          .withDetail(
              "This server listens on this machine only and has no token, so its pages may have no"
                  + " other name than localhost, or the address that it listens on. Set server.token"
                  + " to use another one.");
    }
  }

  private static boolean isWithoutTls(String origin) {
    return origin.toLowerCase(Locale.ROOT).startsWith("http:");
  }

  private static @Nullable String authority(String origin) {
    try {
      var uri = new URI(origin);
      return uri.getRawAuthority() == null ? null : plain(origin, uri.getRawAuthority());
    } catch (URISyntaxException e) {
      // No origin that could be ours.
      return null;
    }
  }

  /** An authority in lower case and without the port that the scheme of the origin has anyway. */
  private static String plain(String origin, String authority) {
    var lower = authority.toLowerCase(Locale.ROOT);
    var usual = origin.toLowerCase(Locale.ROOT).startsWith("https:") ? ":443" : ":80";
    return lower.endsWith(usual) ? lower.substring(0, lower.length() - usual.length()) : lower;
  }
}
