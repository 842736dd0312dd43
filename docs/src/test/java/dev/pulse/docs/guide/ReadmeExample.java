package dev.pulse.docs.guide;

import dev.pulse.api.alert.AlertRule;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.api.config.Secret;
import dev.pulse.api.notify.Channel;
import dev.pulse.api.route.Route;
import dev.pulse.api.schedule.Schedules;
import dev.pulse.core.Pulse;
import dev.pulse.core.check.HttpCheck;
import dev.pulse.core.store.Stores;
import dev.pulse.slack.SlackNotifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The example of the README. */
final class ReadmeExample {
  private ReadmeExample() {}

  static Pulse start(String url, Path file, Secret slackUrl) {
    var shop = HttpCheck.get(url).warnAbove(Duration.ofMillis(500)).build();
    var ops = Channel.of("ops", SlackNotifier.webhook(slackUrl).build());
    Pulse pulse =
        Pulse.builder()
            .store(Stores.sqlite(file))
            .check("shop", shop, Schedules.every(Duration.ofSeconds(30)))
            .check(
                "disk",
                context ->
                    Files.getFileStore(file.toAbsolutePath()).getUsableSpace() > 1_000_000_000
                        ? CheckResult.pass("enough room")
                        : CheckResult.fail(Reason.of("acme.disk_full"), "less than 1 GB is free"),
                Schedules.every(Duration.ofMinutes(5)))
            .rule(AlertRule.whenFailing().after(3).recoverAfter(2))
            .route(Route.to(ops).groupBy("check").groupWait(Duration.ofSeconds(30)))
            .start();
    return pulse;
  }
}
