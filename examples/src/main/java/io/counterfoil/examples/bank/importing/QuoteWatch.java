package io.counterfoil.examples.bank.importing;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Hands on comma-separated text, and adds a mark where it ends inside quotes, so that the last
 * field tells. The mark is half a surrogate pair, which no decoded text contains. For one thread.
 */
final class QuoteWatch extends FilterReader {
  static final char UNCLOSED = '\uD800';

  private enum Place {
    FIELD_START,
    PLAIN,
    QUOTED,
    BEHIND_QUOTE
  }

  private Place place = Place.FIELD_START;

  QuoteWatch(Reader text) {
    super(text);
  }

  @Override
  public int read() throws IOException {
    char[] one = new char[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }

  @Override
  public int read(char[] into, int from, int most) throws IOException {
    int read = super.read(into, from, most);
    if (read < 0 && most > 0 && place == Place.QUOTED) {
      into[from] = UNCLOSED;
      place = Place.PLAIN;
      return 1;
    }
    for (int i = from; i < from + read; i++) {
      place = behind(into[i]);
    }
    return read;
  }

  private Place behind(char next) {
    if (place == Place.QUOTED) {
      return next == '"' ? Place.BEHIND_QUOTE : Place.QUOTED;
    }
    if (next == ',' || next == '\n' || next == '\r') {
      return Place.FIELD_START;
    }
    return next == '"' && place != Place.PLAIN ? Place.QUOTED : Place.PLAIN;
  }
}
