package dev.pulse.core.internal.alerting;

import dev.pulse.api.notify.Channel;
import dev.pulse.api.route.Route;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which channels the routes name. */
public final class Channels {
  private Channels() {}

  /** All of a tree, each once, in the order in which it names them. */
  public static List<Channel> of(Route root) {
    var found = new LinkedHashSet<Channel>();
    collect(root, found);
    return List.copyOf(found);
  }

  private static void collect(Route route, Set<Channel> found) {
    found.addAll(route.channels());
    route.escalation().ifPresent(escalation -> found.addAll(escalation.channels()));
    route.children().forEach(child -> collect(child, found));
  }
}
