package dev.pulse.samples.app;

import dev.pulse.core.plugin.Plugins;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of those commands that look for plug-ins, and the looking. */
final class PluginFolder {
  private static final Path USUAL = Path.of("plugins");

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "A directory with the jars of plug-ins; default: plugins, if there is one.")
  private @Nullable Path directory;

  /** What Pulse has itself, and what the directory has. */
  Plugins load() {
    var application = PluginFolder.class.getClassLoader();
    var builder = Plugins.builder().load(application);
    if (directory != null || Files.isDirectory(USUAL)) {
      builder.directory(directory == null ? USUAL : directory, application);
    }
    return builder.build();
  }
}
