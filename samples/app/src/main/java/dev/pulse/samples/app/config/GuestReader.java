package dev.pulse.samples.app.config;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.api.config.Settings;
import dev.pulse.samples.server.web.AccessToken;
import dev.pulse.samples.server.web.Principal;
import dev.pulse.samples.server.web.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads who callers are that need no token: {@code server.guest}, with {@code name} and role. */
final class GuestReader {
  private static final Set<String> OF_THIS_MACHINE = Set.of("127.0.0.1", "::1", "localhost");

  private GuestReader() {}

  static Optional<Principal> read(Settings server, String host) {
    if (!server.has("guest")) {
      return Optional.empty();
    }
    var guest = server.section("guest");
    var name =
        guest
            .text("name")
            .where(AccessToken::isName, "must be 1 to " + AccessToken.LONGEST_NAME + " characters")
            .required();
    var role = guest.choice("role", Role.class).required();
    if (server.has("token") || server.has("tokens") || server.has("users")) {
      server.note(
          "guest", "contradicts tokens and users, by which callers are known; keep one of them");
    }
    if (!isOfThisMachine(host)) {
      server.note("guest", alone(host));
    }
    return AccessToken.isName(name) ? Optional.of(new Principal(name, role)) : Optional.empty();
  }

  /**
   * Judges an address that was chosen later than the file was read.
   *
   * @throws ConfigurationException when others reach it, and there is a guest
   */
  static void judge(Optional<Principal> guest, String host) {
    if (guest.isPresent() && !isOfThisMachine(host)) {
      throw new ConfigurationException(
          List.of(new Problem("the command line", "server.guest", alone(host))));
    }
  }

  private static boolean isOfThisMachine(String host) {
    return OF_THIS_MACHINE.contains(host);
  }

  private static String alone(String host) {
    return "is for a host that only this machine reaches, 127.0.0.1, ::1 or localhost, and not for \""
        + host
        + "\"; give callers tokens there";
  }
}
