package dev.pulse.core.plugin;

import dev.pulse.api.PulseException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;

/**
 * A jar of a plug-in directory with a class loader of its own, and the names of the providers in
 * it. Close it to let go of the file.
 */
final class PluginJar implements AutoCloseable {
  private static final int MOST_BYTES = 1 << 16;

  private final Path file;
  private final URLClassLoader loader;
  private final Map<String, Set<String>> providers;

  private PluginJar(Path file, URLClassLoader loader, Map<String, Set<String>> providers) {
    this.file = file;
    this.loader = loader;
    this.providers = providers;
  }

  /**
   * The files of a directory that claim to be jars, sorted by name; those of directories below it
   * are not among them.
   *
   * @throws Unusable when the directory cannot be listed
   */
  static List<Path> in(Path directory) throws Unusable {
    var found = new ArrayList<Path>();
    try (var files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (file.getFileName().toString().endsWith(".jar")) {
          found.add(file);
        }
      }
    } catch (NoSuchFileException e) {
      throw new Unusable("the directory of plug-ins does not exist", e);
    } catch (NotDirectoryException e) {
      throw new Unusable("must be a directory of plug-ins, but is a file", e);
    } catch (IOException | DirectoryIteratorException e) {
      throw new Unusable("the directory of plug-ins cannot be read: " + e, e);
    }
    found.sort(Comparator.comparing(file -> file.getFileName().toString()));
    return found;
  }

  /**
   * Opens a jar.
   *
   * @param services the kinds of providers to look for
   * @throws Unusable when it cannot be read, or has no provider of these kinds
   */
  static PluginJar open(Path file, ClassLoader parent, Set<String> services) throws Unusable {
    // A pipe with the name of a jar would be waited for, for ever.
    if (!Files.isRegularFile(file)) {
      throw new Unusable("is not a file" + (Files.isSymbolicLink(file) ? ": a broken link" : ""));
    }
    if (!Files.isReadable(file)) {
      throw new Unusable("may not be read by this user");
    }
    var providers = new LinkedHashMap<String, Set<String>>();
    try (var jar = new JarFile(file.toFile())) {
      for (String service : services) {
        providers.put(service, names(jar, service));
      }
    } catch (IOException | SecurityException e) {
      throw new Unusable("is not a jar that can be read: " + e.getMessage(), e);
    }
    if (providers.values().stream().allMatch(Set::isEmpty)) {
      throw new Unusable(
          "names no provider: expected a file such as META-INF/services/"
              + services.iterator().next()
              + " in it");
    }
    try {
      var loader =
          new URLClassLoader(
              "plugin " + file.getFileName(), new URL[] {file.toUri().toURL()}, parent);
      return new PluginJar(file, loader, providers);
    } catch (IOException e) {
      throw new Unusable("has a path that cannot be a URL", e);
    }
  }

  Path file() {
    return file;
  }

  /** The classes that the jar names as providers of a kind, in its order. */
  Set<String> providers(String service) {
    return providers.getOrDefault(service, Set.of());
  }

  /**
   * Makes the provider of a class.
   *
   * @throws Unusable when that does not work
   */
  <P> P instantiate(String name, Class<P> service) throws Unusable {
    try {
      var type = Class.forName(name, true, loader);
      if (!service.isAssignableFrom(type)) {
        throw new Unusable("is not a " + service.getName());
      }
      return service.cast(type.getConstructor().newInstance());
    } catch (ClassNotFoundException e) {
      throw new Unusable("is not in the jar", e);
    } catch (UnsupportedClassVersionError e) {
      throw new Unusable(
          "was built for a newer Java than this one, "
              + Runtime.version().feature()
              + ": "
              + e.getMessage(),
          e);
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw new Unusable("must be public, with a public constructor without parameters", e);
    } catch (InstantiationException e) {
      throw new Unusable("is abstract", e);
    } catch (InvocationTargetException e) {
      throw new Unusable("failed when it was made: " + e.getCause(), e);
    } catch (LinkageError e) {
      throw new Unusable("does not link: " + e, e);
    }
  }

  @Override
  public void close() {
    try {
      loader.close();
    } catch (IOException e) {
      throw new PulseException(file + " cannot be closed", e);
    }
  }

  /** The lines of a service file without comments and repetitions, as ServiceLoader reads it. */
  private static Set<String> names(JarFile jar, String service) throws IOException {
    var entry = jar.getJarEntry("META-INF/services/" + service);
    var names = new LinkedHashSet<String>();
    if (entry == null) {
      return names;
    }
    byte[] bytes;
    try (var stream = jar.getInputStream(entry)) {
      bytes = stream.readNBytes(MOST_BYTES + 1);
    }
    if (bytes.length > MOST_BYTES) {
      throw new IOException(entry.getName() + " is longer than " + MOST_BYTES + " bytes");
    }
    new String(bytes, StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(name -> !name.isEmpty())
        .forEach(names::add);
    return names;
  }

  /** Why a jar, or a class in it, is of no use; as it follows its name. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }

    Unusable(String message, Throwable cause) {
      super(message, cause);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }
}
