package dev.pulse.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.api.spi.CheckProvider;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;

/** Builds the jars of third parties, from Java sources, out of the reach of the class path. */
final class PluginBuilder {
  private final Path work;
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final Manifest manifest = new Manifest();

  PluginBuilder(Path work) throws IOException {
    this.work = Files.createTempDirectory(work, "plugin");
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
  }

  PluginBuilder version(String version) {
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
    return this;
  }

  /** A provider of checks whose summary is a text; and the service file that names it. */
  PluginBuilder check(String name, String type, String summary) throws IOException {
    return source(
            name,
            """
            package com.acme;
            public final class %s implements dev.pulse.api.spi.CheckProvider {
              public String type() { return "%s"; }
              public dev.pulse.api.check.Check create(dev.pulse.api.config.Settings settings) {
                var text = settings.text("text").orElse("%s");
                return context -> dev.pulse.api.check.CheckResult.pass(text);
              }
            }
            """
                .formatted(name, type, summary))
        .service(CheckProvider.class, "com.acme." + name);
  }

  /** Compiles a class of the package {@code com.acme}, with all that it holds. */
  PluginBuilder source(String name, String text) throws IOException {
    var source = work.resolve(name + ".java");
    var classes = Files.createDirectories(work.resolve("classes"));
    Files.writeString(source, text, StandardCharsets.UTF_8);
    var arguments = new ArrayList<>(List.of("-proc:none", "-d", classes.toString()));
    arguments.addAll(
        List.of("-cp", System.getProperty("java.class.path") + File.pathSeparator + classes));
    arguments.add(source.toString());
    var compiler = ToolProvider.getSystemJavaCompiler();
    assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new))).isZero();
    try (var files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.put(classes.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return this;
  }

  PluginBuilder service(Class<?> service, String lines) {
    return entry("META-INF/services/" + service.getName(), lines.getBytes(StandardCharsets.UTF_8));
  }

  PluginBuilder entry(String name, byte[] bytes) {
    entries.put(name, bytes);
    return this;
  }

  PluginBuilder without(String name) {
    assertThat(entries.remove(name)).isNotNull();
    return this;
  }

  byte[] entry(String name) {
    return entries.get(name);
  }

  Path jar(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        var jar = new JarOutputStream(out, manifest)) {
      for (var entry : entries.entrySet()) {
        jar.putNextEntry(new JarEntry(entry.getKey()));
        jar.write(entry.getValue());
      }
    }
    return file;
  }
}
