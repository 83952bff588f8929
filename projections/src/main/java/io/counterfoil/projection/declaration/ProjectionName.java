package io.counterfoil.projection.declaration;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Checks names. A name becomes part of table and view names that are written into SQL unquoted, so
 * it is a plain identifier, short enough for every database with its version behind it.
 */
public final class ProjectionName {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,50}");

  private ProjectionName() {}

  /**
   * Checks a name.
   *
   * @param name the name of a projection
   * @return the name
   * @throws IllegalArgumentException if it is no plain identifier, or too long
   */
  public static String require(String name) {
    Objects.requireNonNull(name, "name");
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a projection is named by a letter or underscore and up to 50 letters, digits and"
              + " underscores, but not '"
              + name
              + "'");
    }
    return name;
  }

  /**
   * Checks a version.
   *
   * @param version the version of a projection
   * @return the version
   * @throws IllegalArgumentException if it is below 1
   */
  public static int requireVersion(int version) {
    if (version < 1) {
      throw new IllegalArgumentException("a version is 1 or more, but was " + version);
    }
    return version;
  }
}
