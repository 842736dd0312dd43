package acme.plugin;

import dev.pulse.api.check.Check;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CheckProvider;

/** A third party's provider, with a type that a test chooses; makes nothing. */
public class NamedCheckProvider implements CheckProvider {
  private final String type;

  public NamedCheckProvider(String type) {
    this.type = type;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public Check create(Settings settings) {
    return null;
  }
}
