#!/bin/sh
# The disk image for macOS. NOT YET RUN: written without a Mac at hand.
#
#   SIGN_AS="Developer ID Application: ..." NOTARY_PROFILE=name-in-the-keychain packaging/macos/make_app.sh
#
# writes dist/FaceBalance-VERSION.dmg. Without SIGN_AS the app is signed for this machine only.
set -eu
cd "$(dirname "$0")/../.."
python3 packaging/bootstrap.py bundle
app=dist/FaceBalance.app
version=$(plutil -extract CFBundleShortVersionString raw "$app/Contents/Info.plist")
image="dist/FaceBalance-$version.dmg"
if [ -n "${SIGN_AS:-}" ]; then
    # From the inside out: every library, then the app with the hardened runtime and its entitlements.
    find "$app/Contents" -type f \( -name '*.so' -o -name '*.dylib' \) -print0 |
        xargs -0 codesign --force --timestamp --options runtime --sign "$SIGN_AS"
    codesign --force --timestamp --options runtime --entitlements packaging/macos/entitlements.plist \
        --sign "$SIGN_AS" "$app"
    codesign --verify --deep --strict --verbose=2 "$app"
fi
hdiutil create -volname FaceBalance -srcfolder "$app" -ov -format UDZO "$image"
if [ -n "${SIGN_AS:-}" ] && [ -n "${NOTARY_PROFILE:-}" ]; then
    codesign --force --timestamp --sign "$SIGN_AS" "$image"
    xcrun notarytool submit "$image" --keychain-profile "$NOTARY_PROFILE" --wait
    xcrun stapler staple "$image"
fi
echo "$image"
