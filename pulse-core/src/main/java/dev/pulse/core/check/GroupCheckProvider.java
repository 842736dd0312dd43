package dev.pulse.core.check;

import dev.pulse.api.check.Check;
import dev.pulse.api.config.Settings;
import dev.pulse.api.spi.CheckProvider;
import dev.pulse.core.internal.net.PeerOptions;
import java.util.List;

/**
 * Makes {@link GroupCheck}s of the type {@code group}. Options: {@code members} (names of checks,
 * needed), {@code at-least} (how many must be up; default: all) and {@code max-age} (how old the
 * last result of a member may be; default: 15m).
 */
public final class GroupCheckProvider implements CheckProvider {
  /** For {@link java.util.ServiceLoader}. */
  public GroupCheckProvider() {}

  @Override
  public String type() {
    return "group";
  }

  @Override
  public Check create(Settings settings) {
    var members =
        settings
            .texts("members")
            .describedAs("the names of the checks to judge")
            .map(names -> names, List.of("placeholder"))
            .required();
    var builder = GroupCheck.of(members);
    settings
        .integer("at-least")
        .describedAs("how many of them must be up, instead of all")
        .optional()
        .ifPresent(builder::atLeast);
    settings
        .duration("max-age")
        .describedAs("how old the last result of a member may be")
        .optional()
        .ifPresent(builder::maxAge);
    return PeerOptions.build(settings, builder.problems(), builder::build);
  }
}
