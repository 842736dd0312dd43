package dev.pulse.core.internal.template;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one filling starts from. Whatever a section does not find in its own value ends here, so
 * this is where sections that multiply each other are counted. Confine to one thread.
 */
final class Facts {
  private final Map<String, ?> values;
  private int lookups;

  Facts(Map<String, ?> values) {
    this.values = values;
  }

  @Nullable Object get(String name) {
    if (++lookups > Template.MOST_LOOKUPS) {
      throw new BoundedWriter.FullException();
    }
    return values.get(name);
  }
}
