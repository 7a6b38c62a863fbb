// What is said about a picture that was taken, or why it was not.

import type { TFunction } from 'i18next';
import type { IntakeFailure, Notice, PictureFormat } from '../intake/types';

/** A format's usual name: "JPEG", "WebP". */
export function formatName(format: PictureFormat): string {
  return format === 'webp' ? 'WebP' : format.toUpperCase();
}

/** What was done to the picture, a sentence each. `maximum`: pixels a side that the server takes. */
export function noticeTexts(notice: Notice, maximum: number, t: TFunction): readonly string[] {
  const { scaledFrom, convertedFrom, recompressed, ignoredFiles } = notice;
  return [
    ...(scaledFrom
      ? [t('notice.scaled', { width: scaledFrom.width, height: scaledFrom.height, maximum })]
      : []),
    ...(convertedFrom ? [t('notice.converted', { format: formatName(convertedFrom) })] : []),
    ...(recompressed ? [t('notice.recompressed')] : []),
    ...(ignoredFiles > 0 ? [t('notice.ignored', { count: ignoredFiles })] : []),
  ];
}

/** Why a file was not taken, and what helps. */
export function intakeFailureText(failure: IntakeFailure, t: TFunction): string {
  const name = failure.name === '' ? t('intake.unnamed') : failure.name;
  const sizes = {
    width: failure.size?.width ?? 0,
    height: failure.size?.height ?? 0,
    minimum: failure.minimum ?? 0,
  };
  switch (failure.reason) {
    case 'empty':
      return t('intake.empty', { name });
    case 'not_a_picture':
      return t('intake.notAPicture', { name });
    case 'unsupported':
      if (failure.format === 'heic') return t('intake.heic', { name });
      return failure.format === null
        ? t('intake.notAPicture', { name })
        : t('intake.unsupported', { name, format: formatName(failure.format) });
    case 'damaged':
      return t('intake.damaged', { name });
    case 'too_small':
      return t('intake.tooSmall', sizes);
    case 'too_narrow':
      return t('intake.tooNarrow', sizes);
    case 'too_large':
      return t('intake.tooLarge');
    case 'unreadable':
      return t('intake.unreadable', { name });
  }
}
