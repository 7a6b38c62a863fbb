<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>GenerationProgress</name>
    <message numerus="yes">
        <source>%n more waiting</source>
        <translation>
            <numerusform>%n more waiting</numerusform>
            <numerusform>%n more waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GenerationText</name>
    <message numerus="yes">
        <source>Try again in %n s.</source>
        <translation>
            <numerusform>Try again in %n s.</numerusform>
            <numerusform>Try again in %n s.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sends %n areas, one after the other.</source>
        <translation>
            <numerusform>Sends %n area.</numerusform>
            <numerusform>Sends %n areas, one after the other.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n calls</source>
        <translation>
            <numerusform>%n call</numerusform>
            <numerusform>%n calls</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>nb::desktop::AppController</name>
    <message numerus="yes">
        <source>Serving, %n request(s)</source>
        <translation>
            <numerusform>Serving, %n request</numerusform>
            <numerusform>Serving, %n requests</numerusform>
        </translation>
    </message>
</context>
</TS>
