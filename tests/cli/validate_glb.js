// SPDX-License-Identifier: GPL-3.0-or-later
// node validate_glb.js FOLDER_OF_MODULES FILE...: what the glTF validator says against the files.
"use strict";
const fs = require("fs");
const path = require("path");
const validator = require(path.join(process.argv[2], "gltf-validator"));

(async () => {
    let bad = 0;
    for (const file of process.argv.slice(3)) {
        const report = await validator.validateBytes(new Uint8Array(fs.readFileSync(file)));
        const found = report.issues.messages.filter((message) => message.severity < 2);
        bad += found.length;
        for (const message of found.slice(0, 5))
            console.log(`${file}: ${message.pointer}: ${message.message}`);
    }
    process.exit(bad ? 1 : 0);
})();
