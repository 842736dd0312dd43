package dev.pulse.core.store;

import dev.pulse.api.check.Outcome;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The details that the last results of each registration had, so that the text of the same details
 * need not be made for every run. Confine to one thread.
 */
final class DetailTexts {
  private static final int MOST = 20_000;

  private final Map<String, Known> known = Ids.bounded(MOST);

  private record Known(Map<String, String> details, String text) {
    /** In the same order, too: it is kept. */
    boolean hasDetails(Map<String, String> others) {
      if (details.size() != others.size()) {
        return false;
      }
      Iterator<Map.Entry<String, String>> ours = details.entrySet().iterator();
      for (Map.Entry<String, String> other : others.entrySet()) {
        if (!ours.next().equals(other)) {
          return false;
        }
      }
      return true;
    }
  }

  /** The extra parts of an outcome, as {@link OutcomeExtra#textOf} makes them. */
  @Nullable String textOf(Outcome outcome) {
    var result = outcome.result();
    if (!result.findings().isEmpty() || !outcome.log().isEmpty() || result.details().isEmpty()) {
      return OutcomeExtra.textOf(outcome);
    }
    var last = known.get(outcome.check());
    if (last != null && last.hasDetails(result.details())) {
      return last.text;
    }
    var text = OutcomeExtra.textOf(outcome);
    if (text != null) {
      known.put(outcome.check(), new Known(result.details(), text));
    }
    return text;
  }
}
