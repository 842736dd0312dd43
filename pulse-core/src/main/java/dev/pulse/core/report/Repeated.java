package dev.pulse.core.report;

import dev.pulse.api.store.Uptime;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is made of the time of a window, kept for the windows that spent theirs in the same way:
 * most days are wholly up. Confine to one thread.
 */
final class Repeated<T> {
  private static final int MOST = 1_000;

  private final Map<Uptime, T> known = new HashMap<>();
  private final Function<Uptime, T> maker;
  private Map.@Nullable Entry<Uptime, T> last;

  Repeated(Function<Uptime, T> maker) {
    this.maker = maker;
  }

  T of(Uptime uptime) {
    // Windows that follow each other mostly share one object, which equals itself at once.
    if (last == null || !last.getKey().equals(uptime)) {
      last = Map.entry(uptime, made(uptime));
    }
    return last.getValue();
  }

  private T made(Uptime uptime) {
    var made = known.get(uptime);
    if (made == null) {
      made = maker.apply(uptime);
      if (known.size() == MOST) {
        known.clear();
      }
      known.put(uptime, made);
    }
    return made;
  }
}
