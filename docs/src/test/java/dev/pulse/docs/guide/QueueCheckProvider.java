package dev.pulse.docs.guide;

import dev.pulse.api.check.Check;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CheckProvider;

public final class QueueCheckProvider implements CheckProvider {
  @Override
  public String type() {
    return "acme.queue";
  }

  @Override
  public Check create(Settings settings) {
    var url = settings.uri("url", "http", "https").describedAs("where to ask").required();
    int most =
        settings
            .integer("most")
            .describedAs("how many messages may wait")
            .between(0, 1_000_000)
            .orElse(1_000);
    return new QueueCheck(url, most);
  }
}
